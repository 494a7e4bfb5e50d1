using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KubeApi.Binding;

/// <summary>An option in kubectl syntax, <c>--tail=5</c>, which PowerShell binds to no parameter.</summary>
internal static partial class KubectlOption
{
    /// <summary>The replacement; null if the argument is not a kubectl option, or the command has no such parameter.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="command">The command.</param>
    public static string? Explain(string argument, CommandInfo command)
    {
        if (Option().Match(argument) is not { Success: true } option)
        {
            return null;
        }

        var name = option.Groups["name"].Value.ToLowerInvariant() switch
        {
            "selector" => "LabelSelector",
            "since-time" => "Since",
            "context" => "Session",
            var other => other.Replace("-", "", StringComparison.Ordinal),
        };
        var parameter = command.Parameters.Values.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var value = option.Groups["value"].Success ? $" {option.Groups["value"]}" : "";
        return parameter is null ? null : $"'{argument}' is kubectl's spelling. Write -{parameter.Name}{value}.";
    }

    [GeneratedRegex("^--?(?<name>[a-zA-Z][a-zA-Z-]*)(=(?<value>.*))?$")]
    private static partial Regex Option();
}
