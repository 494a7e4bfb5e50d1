using System.Management.Automation;
using System.Text.RegularExpressions;
using KubeApi.Client.Errors;
using KubeApi.Errors;

namespace KubeApi.Binding;

/// <summary>
/// Options in kubectl syntax, such as <c>--tail=5</c>, which PowerShell does not bind, or binds as names. Their replacements are in
/// <see cref="KubectlReplacements"/>.
/// </summary>
internal static partial class KubectlOption
{
    /// <summary>Refuses kubectl's options among the bound arguments of a command.</summary>
    /// <exception cref="ArgumentException">An argument is such an option; the message has its replacement.</exception>
    public static void Refuse(InvocationInfo invocation) => Refuse(
        // The command that Invoke-KubeApiCommand runs has its own options.
        invocation.MyCommand, [.. invocation.BoundParameters.Where(p => p.Key != "Command").SelectMany(p => p.Key == "Watch" ? ["-w"] : Among(p.Value))]);

    /// <summary>Refuses an option that a hidden switch has taken. Its value is the next argument, if there is one.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="option">The option: <c>-o</c>.</param>
    /// <exception cref="ArgumentException">Always; the message has its replacement.</exception>
    public static void Refuse(InvocationInfo invocation, string option) =>
        Refuse(invocation.MyCommand, [CommandLineShape.Of(invocation)?.ArgumentAfter(option) is { } value ? $"{option} {value}" : option]);

    /// <summary>Refuses kubectl's options, and other arguments that no parameter takes.</summary>
    /// <param name="command">The command.</param>
    /// <param name="typed">The arguments.</param>
    /// <exception cref="ArgumentException">There is one; the message has its replacement.</exception>
    public static void Refuse(CommandInfo command, IReadOnlyList<string> typed)
    {
        if (typed.Count == 0)
        {
            return;
        }

        throw new ArgumentException(
            typed.Select((a, i) => Explain(a, command, typed.ElementAtOrDefault(i + 1))).OfType<string>().Distinct().ToList() is { Count: > 0 } known
                ? string.Join(' ', known)
            : typed[0].StartsWith('-') ? Unknown(typed[0], command)
            : $"Unexpected argument '{typed[0]}'. {KubectlReplacements.Find(command.Name, KubectlReplacements.Excess, "")[0]}");
    }

    /// <summary>Why an argument that begins with a hyphen is not an option of the command.</summary>
    public static string Unknown(string argument, CommandInfo command) => Explain(argument, command)
        // PowerShell splits -Confirm:$false after the colon.
        ?? $"{command.Name} has no parameter '{argument.TrimEnd(':')}'."
        + (argument.StartsWith("--", StringComparison.Ordinal)
            ? " PowerShell parameters have one hyphen; about_KubeApi_Kubectl has the replacements of kubectl commands and options."
            : Similar(argument.TrimEnd(':'), command) + Glued(argument, command));

    /// <summary>The replacement; null if the argument is not a kubectl option, or the command has none.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="command">The command.</param>
    /// <param name="next">The next argument, which may be the option's value.</param>
    public static string? Explain(string argument, CommandInfo command, string? next = null)
    {
        if (Option().Match(argument) is not { Success: true } option)
        {
            return null;
        }

        var (name, value) = (option.Groups["name"].Value, option.Groups["value"].Value);
        var given = value.Length == 0 && next?.StartsWith('-') == false ? next : value;
        foreach (var replacement in KubectlReplacements.Find(command.Name, name, given))
        {
            if (replacement.Contains(' ', StringComparison.Ordinal))
            {
                return $"'{argument}' is a kubectl option. {replacement}";
            }

            if (command.Parameters.Values.FirstOrDefault(p => IsNamed(p, replacement[1..])) is { } parameter)
            {
                return $"'{argument}' is kubectl syntax. Use -{parameter.Name}{Value(parameter, value)}.";
            }
        }

        return null;
    }

    /// <summary>The options among the values of a parameter.</summary>
    public static IEnumerable<string> Among(object? value) => (value as IEnumerable<object> ?? [value!])
        .Select(v => v is string or NameArgument or PortArgument ? $"{v}" : "")
        // Most commands do not need the expression, which takes time to create.
        .Where(t => t.StartsWith("--", StringComparison.Ordinal) && LongOption().IsMatch(t));

    // kubectl takes a value without a space: -nshop, -lapp=web.
    private static string Glued(string argument, CommandInfo command) =>
        argument.Length > 2
        && command.Parameters.Values.FirstOrDefault(p => p.Aliases.Contains(argument[1..2]) && p.ParameterType != typeof(SwitchParameter)) is { } parameter
            ? $" For -{parameter.Name}, write a space before the value: {argument[..2]} {QuotedArgument.Of(argument[2..].TrimStart('='))}."
            : "";

    private static bool IsNamed(ParameterMetadata parameter, string name) =>
        parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || parameter.Aliases.Contains(name);

    private static string Value(ParameterMetadata parameter, string value) =>
        value.Length == 0 ? ""
        : parameter.ParameterType != typeof(SwitchParameter) ? $" {QuotedArgument.Of(value)}"
        : value == "false" ? ":$false"
        : "";

    private static string Similar(string argument, CommandInfo command) =>
        NearNames.Question(argument, command.Parameters.Keys.Select(k => $"-{k}"));

    // -owide has its value without a separator.
    [GeneratedRegex("^--?(?<name>o(?=wide|yaml|json|name|custom-columns|go-template)|[a-zA-Z][a-zA-Z-]*)([= ]?(?<value>.*))?$")]
    private static partial Regex Option();

    [GeneratedRegex("^--[a-zA-Z][a-zA-Z-]*(=.*)?$")]
    private static partial Regex LongOption();
}
