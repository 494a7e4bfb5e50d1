using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Rules;

/// <summary>One validation rule of a field: `between 1 65535`, `required if type=ExternalName`, `forbidden if clusterIP=None: may not be used`.</summary>
internal sealed class FieldRule
{
    private const string If = " if ";
    private const string Then = ": ";

    private readonly FieldCondition? _condition;
    private readonly bool _appliesToEmpty;
    private readonly Func<FieldValue, IEnumerable<StatusCause>> _check;

    /// <param name="text">The name of a check of <see cref="FieldChecks"/> with its arguments; a star before it applies it to missing values, too.</param>
    public FieldRule(string text)
    {
        var words = text.IndexOf(Then, StringComparison.Ordinal);
        Text = words < 0 ? null : text[(words + Then.Length)..];
        var head = words < 0 ? text : text[..words];
        var condition = head.IndexOf(If, StringComparison.Ordinal);
        _condition = condition < 0 ? null : new FieldCondition(head[(condition + If.Length)..]);
        var parts = (condition < 0 ? head : head[..condition]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _appliesToEmpty = parts[0][0] == '*';
        Name = parts[0].TrimStart('*');
        Arguments = parts[1..];
        _check = FieldChecks.Named(Name) ?? throw new InvalidDataException($"There is no check '{Name}' ('{text}').");
        _appliesToEmpty |= FieldChecks.AppliesToEmpty(Name);
    }

    public string Name { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The message; null for the check's default.</summary>
    public string? Text { get; }

    /// <param name="row">The object of the rule's type.</param>
    /// <param name="owner">The parent of the value: that object, or an item in it.</param>
    public IEnumerable<StatusCause> Validate(JsonObject row, JsonObject owner, JsonNode? value, string place) =>
        (_appliesToEmpty || !FieldValue.IsEmpty(value)) && _condition?.Holds(row, owner) != false
            ? _check(new FieldValue(row, owner, value, place, this))
            : [];
}
