using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Rules;

/// <summary>The subject of a rule: a value, its path, its parent, and the object of the rule's row.</summary>
internal sealed record FieldValue(JsonObject Row, JsonObject Owner, JsonNode? Node, string Place, FieldRule Rule)
{
    private const string Last = "{last}";

    /// <summary>The key of a member that is shown in brackets.</summary>
    public string Key => Place[(Place.LastIndexOf('[') + 1)..].TrimEnd(']');

    public string Text => Node?.ToString() ?? "";

    /// <summary>Zero for a missing value.</summary>
    public long Number => long.TryParse(Node?.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    public bool IsText => Node?.GetValueKind() == JsonValueKind.String;

    public bool IsNumber => Node is null || Node.GetValueKind() == JsonValueKind.Number;

    /// <summary>Whether a server treats the value as missing: null, an empty string or empty members.</summary>
    public static bool IsEmpty(JsonNode? node) => node switch
    {
        null or JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonValue value => value.GetValueKind() is JsonValueKind.String && value.ToString().Length == 0,
        _ => false,
    };

    /// <summary>The values of the rule; two quotes are the empty string.</summary>
    public IReadOnlyList<string> Values => [.. Rule.Arguments.Select(value => value.Trim('"'))];

    /// <summary>A number of the rule, or of a sibling field; after a slash, of a field of the row.</summary>
    public long Argument(int index) => Rule.Arguments[index] switch
    {
        ['/', .. var path] => Row.IntegerAt(path) ?? 0,
        var text => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : Owner.IntegerAt(text) ?? 0,
    };

    /// <summary>Invalid with the rule's own message, or else this one.</summary>
    public StatusCause Invalid(string message) => ApiErrors.InvalidValue(Place, Node is null ? "\"\"" : Shown, Words(message));

    public StatusCause InvalidText(string message) => ApiErrors.InvalidValue(Place, ApiErrors.Quote(Text), Words(message));

    public StatusCause InvalidNumber(string message) => ApiErrors.InvalidValue(Place, Node is null ? "0" : Shown, Words(message));

    public string Words(string otherwise)
    {
        var words = (Rule.Text ?? otherwise).Replace("{value}", Text, StringComparison.Ordinal);
        return words.Contains(Last, StringComparison.Ordinal) ? words.Replace(Last, $"{Argument(Rule.Arguments.Count - 1)}", StringComparison.Ordinal) : words;
    }

    /// <summary>The Go value: all members with their Go names, and null for missing ones.</summary>
    public string Members(IEnumerable<string> names) =>
        GoText.Members(new JsonObject(names.Select(name => KeyValuePair.Create(name, (Node as JsonObject)?[name]?.DeepClone()))));

    public string Shown => JsonText.ToText(Node);
}
