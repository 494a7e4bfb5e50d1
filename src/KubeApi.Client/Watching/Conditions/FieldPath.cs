using System.Text.Json;
using System.Text.RegularExpressions;
using KubeApi.Client.Json;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>
/// The path of one field: names, <c>[0]</c> for an item of a list (<c>[-1]</c> for its last), <c>[name=app]</c> for the item with a field of that
/// value, as does <c>[?(@.name=="app")]</c>, and <c>['a.b/c']</c> or <c>a\.b/c</c> for a name with dots.
/// </summary>
public sealed partial class FieldPath
{
    private readonly string _text;
    private readonly List<Func<JsonElement, JsonElement>> _steps = [];

    private FieldPath(string text) => _text = text;

    /// <summary>Whether it leads into the status.</summary>
    public bool IsStatus => _text.StartsWith("status.", StringComparison.Ordinal);

    /// <summary>Reads a path, also in kubectl's form <c>{.status.phase}</c>.</summary>
    /// <exception cref="FormatException">It is not one; the message names the first character that does not belong.</exception>
    public static FieldPath Parse(string text)
    {
        var bare = text is ['{', .. var inner, '}'] ? inner : text;
        bare = bare.StartsWith('.') ? bare[1..] : bare;
        var path = new FieldPath(bare);
        var position = 0;
        while (position < bare.Length)
        {
            var match = Step().Match(bare, position);
            if (!match.Success || (match.Groups["name"].Success && match.Value.StartsWith('.') != position > 0))
            {
                break;
            }

            path._steps.Add(ToStep(match));
            position += match.Length;
        }

        return position == bare.Length && position > 0 ? path
            : throw new FormatException($"'{text}' is not the path of a field: unexpected '{bare[position..]}'.{Hint(bare[position..])}");
    }

    /// <summary>The value of the field; of the kind Undefined if it is missing.</summary>
    public JsonElement Find(JsonElement o) => _steps.Aggregate(o, (value, step) => step(value));

    /// <summary>The path of an existing field that differs only in case; null for none, and for paths with brackets.</summary>
    public string? FindOtherCase(JsonElement o)
    {
        List<string> names = [];
        foreach (var name in _text.Split('.'))
        {
            var same = o.ValueKind == JsonValueKind.Object
                ? o.EnumerateObject().Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList()
                : [];
            if (same.Count == 0)
            {
                return null;
            }

            names.Add(same[0].Name);
            o = same[0].Value;
        }

        return string.Join('.', names) is var path && path != _text ? path : null;
    }

    /// <summary>The path.</summary>
    public override string ToString() => _text;

    private static string Hint(string rest) => rest.StartsWith("[*", StringComparison.Ordinal) || rest.StartsWith("[?", StringComparison.Ordinal)
        ? " The only filter of a path is for an equal value, such as [?(@.type==\"Ready\")]; a script block can use any other."
        : "";

    private static Func<JsonElement, JsonElement> ToStep(Match match)
    {
        if (match.Groups["index"] is { Success: true, Value: var index })
        {
            var position = int.Parse(index, System.Globalization.CultureInfo.InvariantCulture);
            return o => Item(o, position);
        }

        if (match.Groups["key"] is { Success: true, Value: var key })
        {
            var value = match.Groups["value"].Value;
            return o => o.ValueKind == JsonValueKind.Array ? o.EnumerateArray().FirstOrDefault(i => i.Text(key) == value) : default;
        }

        var name = match.Groups["quoted"] is { Success: true, Value: var quoted } ? quoted
            : match.Groups["name"].Value.Replace("\\.", ".", StringComparison.Ordinal);
        return o => o.Child(name);
    }

    private static JsonElement Item(JsonElement list, int index)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return default;
        }

        index = index < 0 ? list.GetArrayLength() + index : index;
        return index >= 0 && index < list.GetArrayLength() ? list[index] : default;
    }

    [GeneratedRegex(
        @"\G(?:\.?(?<name>(?:\\\.|[^.\\\[\]='""{}\s])+)|\[(?<index>-?\d{1,9})\]|\['(?<quoted>[^']+)'\]"
        + @"|\[(?<key>[^\[\]='""?*]+)=(?<value>[^\[\]]*)\]|\[\?\(\s*@\.(?<key>[^\[\]='""()\s]+)\s*==\s*(['""])(?<value>[^'""\[\]]*)\1\s*\)\])")]
    private static partial Regex Step();
}
