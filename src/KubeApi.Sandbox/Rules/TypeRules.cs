using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Rules;

/// <summary>The validation rules of a type, one row of `Data/types.json`, in the server's order.</summary>
internal sealed class TypeRules
{
    private const string Itself = "";
    private const string Each = "[]";
    private const string EachMember = "{}";
    private const string ShownAs = " as ";

    private static readonly SearchValues<string> s_marks = SearchValues.Create([Each, EachMember], StringComparison.Ordinal);

    private static readonly TypeRules s_none = new([]);

    private static readonly Lazy<FrozenDictionary<string, TypeRules>> s_table = new(() =>
        Recorded.Table("types.json").ToFrozenDictionary(row => row.Key, row => new TypeRules((JsonObject)row.Value!), StringComparer.Ordinal));

    private readonly List<Row> _rows;

    /// <param name="row">
    /// Rules by path: one, or a list. The path may be dotted; `list[]` is each item, `map{}` each member, and nothing is the object itself. `path as other`:
    /// errors use the other name.
    /// </param>
    private TypeRules(JsonObject row) => _rows = [.. row.Select(Read)];

    /// <summary>The paths that have rules, in their order.</summary>
    public IEnumerable<string> Paths => _rows.Select(row => row.Name);

    public static TypeRules For(string typeName) => s_table.Value.GetValueOrDefault(typeName, s_none);

    /// <summary>Whether the rules, not the schema, check the allowed values of the field.</summary>
    public bool Lists(string name) =>
        _rows.Exists(row => (row.Path == name || row.Path == name + Each) && row.Rules.Exists(rule => rule.Name is "oneOf" or "eachOf" or "any"));

    /// <summary>Validates the field of a path.</summary>
    /// <param name="place">The path of the object; empty for the root.</param>
    public IEnumerable<StatusCause> Validate(JsonObject owner, string name, string place)
    {
        foreach (var row in _rows.Where(row => row.Name == name))
        {
            foreach (var (holder, value, shown) in Find(owner, owner, row.Path, row.Shown))
            {
                foreach (var cause in Evaluate(row.Rules, owner, holder, value, place.Length == 0 ? shown : shown.Length == 0 ? place : $"{place}.{shown}"))
                {
                    yield return cause;
                }
            }
        }
    }

    private static Row Read(KeyValuePair<string, JsonNode?> entry)
    {
        var (path, shown) = entry.Key.Split(ShownAs) is [var real, var other] ? (real, other) : (entry.Key, entry.Key);
        var rules = entry.Value is JsonArray list ? list.Texts() : [entry.Value!.GetValue<string>()];
        return new Row(entry.Key, path, shown, [.. rules.Select(text => new FieldRule(text))]);
    }

    // The values of a path with their parents. In the shown path, the first placeholder takes the first index.
    private static IEnumerable<(JsonObject Holder, JsonNode? Value, string Shown)> Find(JsonObject holder, JsonNode? value, string path, string shown)
    {
        var end = path.AsSpan().IndexOfAny(s_marks);
        if (path == Itself)
        {
            return [(holder, value, shown)];
        }

        if (end < 0)
        {
            return [(holder, (value as JsonObject)?.At(path), shown)];
        }

        var rest = path[(end + Each.Length)..].TrimStart('.');
        var inner = (value as JsonObject)?.At(path[..end]);
        var items = inner is JsonArray list
            ? list.Select((item, index) => ($"{index}", item))
            : (inner as JsonObject ?? []).Select(member => (member.Key, member.Value));
        return items.SelectMany(item => Find(item.Item2 as JsonObject ?? holder, item.Item2, rest, Numbered(shown, item.Item1)));
    }

    private static string Numbered(string shown, string index)
    {
        var at = shown.AsSpan().IndexOfAny(s_marks);
        return at < 0 ? shown : $"{shown[..at]}[{index}]{shown[(at + Each.Length)..]}";
    }

    // A missing value has no further errors.
    private static IEnumerable<StatusCause> Evaluate(IReadOnlyList<FieldRule> rules, JsonObject row, JsonObject owner, JsonNode? value, string place)
    {
        foreach (var rule in rules)
        {
            var causes = rule.Validate(row, owner, value, place).ToList();
            foreach (var cause in causes)
            {
                yield return cause;
            }

            if (rule.Name == "required" && causes.Count > 0)
            {
                yield break;
            }
        }
    }

    private sealed record Row(string Name, string Path, string Shown, List<FieldRule> Rules);
}
