using System.Management.Automation;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;

namespace KubeApi.Binding;

/// <summary>
/// The argument of -For: <c>Ready</c>, <c>Deleted</c>, <c>Exists</c>, <c>Condition=Available</c> with or without a status, <c>status.phase=Running</c>, or a
/// script block. kubectl's <c>delete</c>, <c>create</c> and <c>jsonpath='{.status.phase}'=Running</c> are understood, too.
/// </summary>
public sealed class WaitArgument
{
    /// <summary>Takes a condition in words.</summary>
    /// <exception cref="FormatException">It is not a condition.</exception>
    public WaitArgument(string condition) => Condition = Parse(condition.Trim());

    /// <summary>Takes a script block, which is true for an object that meets it.</summary>
    public WaitArgument(ScriptBlock script) => Script = script;

    internal IWaitCondition? Condition { get; }

    internal ScriptBlock? Script { get; }

    /// <summary>The condition as it was written.</summary>
    public override string ToString() => Condition?.ToString() ?? $"{{{Script}}}";

    private static IWaitCondition Parse(string text) => text.ToUpperInvariant() switch
    {
        "READY" => new ReadyCondition(),
        "DELETED" or "DELETE" => new DeletedCondition(),
        "EXISTS" or "CREATE" => new ExistsCondition(),
        _ => Split(text) switch
        {
            ("", _) => throw new FormatException(
                $"'{text}' is not a condition: use Ready, Deleted, Exists, Condition=Available, status.phase=Running, or a script block."),
            (var name, var value) when name.Equals("condition", StringComparison.OrdinalIgnoreCase) => ByStatus(text, value.Split('=')),
            (var name, var value) when name.Equals("jsonpath", StringComparison.OrdinalIgnoreCase) => ByField(Split(value)),
            var field => ByField(field),
        },
    };

    private static StatusCondition ByStatus(string text, string[] parts) => parts switch
    {
        [{ Length: > 0 } type] => new StatusCondition(type, "True"),
        [{ Length: > 0 } type, { Length: > 0 } status] => new StatusCondition(type, status),
        _ => throw new FormatException($"'{text}' is not a condition: use Condition=TYPE or Condition=TYPE=STATUS."),
    };

    private static FieldCondition ByField((string Path, string Value) field) => new(FieldPath.Parse(field.Path.Trim('\'')), field.Value.Trim('\''));

    // At the first = that is not in brackets; without one, the first part is empty.
    private static (string Before, string After) Split(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (text[i] == '=' && depth == 0)
            {
                return (text[..i], text[(i + 1)..]);
            }
        }

        return ("", text);
    }
}
