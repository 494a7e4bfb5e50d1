using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;

namespace KubeApi.Binding;

/// <summary>
/// The argument of -For: <c>Ready</c>, <c>Deleted</c>, <c>Exists</c>, <c>Condition=Available</c> with or without a status, <c>status.phase=Running</c>, or a
/// script block. kubectl's <c>delete</c>, <c>create</c> and <c>jsonpath='{.status.phase}'=Running</c> are supported, too.
/// </summary>
public sealed class WaitArgument
{
    private static readonly string[] s_words = ["Ready", "Deleted", "Exists"];
    private static readonly string[] s_states = ["True", "False", "Unknown"];
    private static readonly string[] s_phases = ["Pending", "Running", "Succeeded", "Bound", "Active"];

    /// <summary>Takes a condition in words.</summary>
    public WaitArgument(string condition)
    {
        try
        {
            Condition = Parse(condition.Trim());
        }
        catch (FormatException e)
        {
            // PowerShell would put the name of this class before the message.
            Fault = e.Message;
        }
    }

    /// <summary>Takes a script block, which is true for an object that meets it.</summary>
    public WaitArgument(ScriptBlock script) => Script = script;

    internal IWaitCondition? Condition { get; }

    internal ScriptBlock? Script { get; }

    /// <summary>Why the string is not a condition; null if it is one.</summary>
    internal string? Fault { get; }

    /// <summary>The condition as written.</summary>
    public override string ToString() => Condition?.ToString() ?? $"{{{Script}}}";

    private static IWaitCondition Parse(string text) => text.ToUpperInvariant() switch
    {
        "READY" => new ReadyCondition(),
        "DELETED" or "DELETE" => new DeletedCondition(),
        "EXISTS" or "CREATE" => new ExistsCondition(),
        _ => Split(text) switch
        {
            ("", _) => throw NoCondition(text, Hint(text)),
            (var name, var value) when name.Equals("condition", StringComparison.OrdinalIgnoreCase) => ByStatus(text, value.Split('=')),
            (var name, var value) when name.Equals("jsonpath", StringComparison.OrdinalIgnoreCase) => ByJsonPath(text, value),
            (var type, "True" or "False" or "Unknown") field when type.All(char.IsLetter) =>
                throw NoCondition(text, $" For the condition of that type: Condition={type}={field.After}."),
            (var word, _) when IsWord(word) => throw NoCondition(text, $" Did you mean '{word}'?"),
            var field => ByField(text, field),
        },
    };

    private static StatusCondition ByStatus(string text, string[] parts) => parts switch
    {
        [{ Length: > 0 } type] => new StatusCondition(type, "True"),
        [{ Length: > 0 } type, { Length: > 0 } status] when s_states.Contains(status, StringComparer.OrdinalIgnoreCase) => new StatusCondition(type, status),
        [_, { Length: > 0 }, ..] => throw NoCondition(text, " The status of a condition is True, False or Unknown."),
        _ => throw NoCondition(text, ""),
    };

    private static FieldCondition ByJsonPath(string text, string path) => Split(path) is ({ Length: > 0 }, _) field ? ByField(text, field)
        : throw NoCondition(text, $" For any value of that field: {{ $_.{path.Trim('\'', '{', '}', '.')} }}.");

    private static FieldCondition ByField(string text, (string Path, string Value) field) =>
        field.Path is [.., '<' or '>' or '!' or '~'] || field.Value.StartsWith('=')
            ? throw NoCondition(text, $" A script block compares in other ways: {{ $_.{field.Path.TrimEnd('<', '>', '!', '~')} … }}.")
            : new FieldCondition(FieldPath.Parse(field.Path.Trim('\'')), field.Value.Trim('\''));

    private static bool IsWord(string text) => s_words.Append("delete").Append("create").Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Hint(string text) =>
        NearNames.Question(text, s_words) is { Length: > 0 } question ? question
        : s_phases.Contains(text) ? $" For that phase: status.phase={text}."
        : text.Length > 0 && text.All(char.IsLetter) ? $" For the condition of that type: Condition={text}."
        : "";

    private static FormatException NoCondition(string text, string hint) => new(
        $"'{text}' is not a condition.{hint} Use Ready, Deleted, Exists, Condition=TYPE, Condition=TYPE=STATUS, PATH.TO.FIELD=VALUE or a script block.");

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
