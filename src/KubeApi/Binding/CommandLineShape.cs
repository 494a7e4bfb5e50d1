using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Binding;

/// <summary>
/// The original text of a command that takes another command: PowerShell binds <c>-c</c> of <c>web-1 sh -c 'df -h'</c> to a parameter, and does not
/// report that <c>--</c> is missing.
/// </summary>
internal sealed class CommandLineShape
{
    private readonly List<(string Text, string Name, int Positionals)> _parameters = [];
    private readonly List<string> _unknown = [];

    private readonly CommandAst _command;
    private readonly CommandInfo _info;

    private CommandLineShape(CommandAst command, CommandInfo info)
    {
        (_command, _info) = (command, info);
        HasList = command.CommandElements.Any(e => e is ArrayLiteralAst);
        HasSplat = command.CommandElements.Any(e => e is VariableExpressionAst { Splatted: true });
        var isValue = false;
        foreach (var element in command.CommandElements.Skip(1))
        {
            if (element is CommandParameterAst { Extent.Text: "--" })
            {
                HasSeparator = true;
                return;
            }

            if (element is not CommandParameterAst parameter)
            {
                if (!isValue && element is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord, Value: ['-', '-', _, ..] option })
                {
                    _unknown.Add(option);
                }

                Positionals += isValue ? 0 : 1;
                isValue = false;
            }
            else if (Find(info, parameter.ParameterName) is { } known)
            {
                _parameters.Add((parameter.Extent.Text, known.Name, Positionals));
                isValue = parameter.Argument is null && known.ParameterType != typeof(SwitchParameter);
            }
            else
            {
                _unknown.Add(parameter.Extent.Text);
            }
        }
    }

    /// <summary>Whether it contains <c>--</c>.</summary>
    public bool HasSeparator { get; }

    /// <summary>The number of positional arguments before it.</summary>
    public int Positionals { get; }

    /// <summary>Whether an argument is a list that was written out, as <c>a,b</c>: a native command gets it as one argument.</summary>
    public bool HasList { get; }

    /// <summary>Whether an argument stands for several parameters: <c>@parameters</c>.</summary>
    public bool HasSplat { get; }

    /// <summary>The options before the <c>--</c> that are not parameters of the cmdlet.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>The shape of an invocation; null if its text is unknown.</summary>
    public static CommandLineShape? Of(InvocationInfo invocation)
    {
        var script = Parser.ParseInput(invocation.Line ?? "", out _, out _);
        var found = script.Find(a => a is CommandAst c && c.Extent.StartOffset == invocation.OffsetInLine - 1, searchNestedScriptBlocks: true);
        return found is CommandAst command ? new CommandLineShape(command, invocation.MyCommand) : null;
    }

    /// <summary>The first parameter after more positional arguments than a number: it probably belongs to the remote command. Null for none.</summary>
    public string? ParameterAfter(int positionals) => HasSeparator ? null : _parameters.FirstOrDefault(p => p.Positionals > positionals).Text;

    /// <summary>Whether a parameter of the cmdlet was written, in full or shortened.</summary>
    public bool Has(string name) => _parameters.Exists(p => p.Name == name);

    /// <summary>Whether a parameter before the <c>--</c> is one of these texts, such as <c>-l</c>.</summary>
    public bool HasParameter(params string[] texts) => _parameters.Exists(p => texts.Contains(p.Text, StringComparer.OrdinalIgnoreCase));

    /// <summary>The argument after a switch: <c>yaml</c> of <c>-o yaml</c>; null for none.</summary>
    public string? ArgumentAfter(string parameter) =>
        _command.CommandElements.SkipWhile(e => !e.Extent.Text.Equals(parameter, StringComparison.OrdinalIgnoreCase)).ElementAtOrDefault(1) switch
        {
            StringConstantExpressionAst text => text.Value,
            null or CommandParameterAst => null,
            var other => other.Extent.Text,
        };

    /// <summary>Why an option before the <c>--</c> is not a parameter of the cmdlet; null if all of them are.</summary>
    /// <param name="hint">What follows, unless the option has a replacement.</param>
    public string? ExplainUnknown(string hint) => HasSeparator && _unknown.Count > 0 ? Explain(_unknown[0], hint) : null;

    /// <summary>Why an argument that begins with a hyphen is not a parameter of the cmdlet.</summary>
    /// <param name="option">The argument.</param>
    /// <param name="hint">What follows, unless the option has a replacement.</param>
    public string Explain(string option, string hint) => KubectlOption.Explain(option, _info) ?? $"{KubectlOption.Unknown(option, _info)} {hint}";

    // -l is LabelSelector, although LiteralName begins with it.
    private static ParameterMetadata? Find(CommandInfo info, string name) =>
        info.Parameters.GetValueOrDefault(name)
            ?? info.Parameters.Values.FirstOrDefault(p => p.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? info.Parameters.Values.FirstOrDefault(p => p.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
