using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Tables;

/// <summary>The JSONPath of a printer column: members, indices, all items, and items with a member of a given value.</summary>
internal sealed partial class CustomColumnPath
{
    private readonly List<Func<JsonNode, IEnumerable<JsonNode?>>> _steps = [];

    private CustomColumnPath()
    {
    }

    /// <summary>As in a real server, an invalid path finds nothing.</summary>
    public static CustomColumnPath Parse(string path)
    {
        var parsed = new CustomColumnPath();
        var at = 0;
        while (at < path.Length)
        {
            var step = Step().Match(path, at);
            if (!step.Success)
            {
                parsed._steps.Add(_ => []);
                break;
            }

            parsed._steps.Add(Read(step));
            at += step.Length;
        }

        return parsed;
    }

    /// <summary>The first existing value; null for none.</summary>
    public JsonNode? Find(JsonNode value) =>
        _steps.Aggregate<Func<JsonNode, IEnumerable<JsonNode?>>, IEnumerable<JsonNode>>(
            [value], (found, step) => found.SelectMany(step).OfType<JsonNode>()).FirstOrDefault();

    private static Func<JsonNode, IEnumerable<JsonNode?>> Read(Match step)
    {
        if (step.Groups["name"] is { Success: true } name)
        {
            var member = name.Value.Replace("\\", "", StringComparison.Ordinal);
            return value => value is JsonObject map ? [map[member]] : [];
        }

        if (step.Groups["index"] is { Success: true } index)
        {
            var position = int.Parse(index.Value, CultureInfo.InvariantCulture);
            return value => value is JsonArray list && (position < 0 ? list.Count + position : position) is var place && place >= 0 && place < list.Count
                ? [list[place]]
                : [];
        }

        if (step.Groups["path"] is { Success: true } path)
        {
            var (inner, text, isEqual) = (Parse(path.Value), step.Groups["text"].Value, step.Groups["operator"].Value == "==");
            return value => value is JsonArray list ? list.OfType<JsonNode>().Where(item => (inner.Find(item)?.ToString() == text) == isEqual) : [];
        }

        return value => value switch
        {
            JsonArray list => list,
            JsonObject map => map.Select(member => member.Value),
            _ => [],
        };
    }

    [GeneratedRegex(
        """
        \G(?:\.?\[(?:'(?<name>[^']*)'|"(?<name>[^"]*)"|(?<index>-?\d+)|\*|\?\(\s*@(?<path>[^=!]*?)\s*(?<operator>==|!=)\s*(?:"(?<text>[^"]*)"|'(?<text>[^']*)'|(?<text>[^\s)]+))\s*\))\]|\.\*|\.(?<name>(?:\\.|[^.\[\]\\])+))
        """)]
    private static partial Regex Step();
}
