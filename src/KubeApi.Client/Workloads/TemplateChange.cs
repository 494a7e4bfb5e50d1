using System.Text.Json.Nodes;

namespace KubeApi.Client.Workloads;

/// <summary>A difference between two pod templates.</summary>
/// <param name="Path">The path in the template: <c>spec.containers[name=main].image</c>.</param>
/// <param name="Before">The old value; null for none.</param>
/// <param name="After">The new value; null for none.</param>
public sealed record TemplateChange(string Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>The differences between two templates at any depth. List items are matched by name if all have one. Pure.</summary>
    public static IReadOnlyList<TemplateChange> Between(JsonObject before, JsonObject after) => [.. Between("", before, after)];

    private static IEnumerable<TemplateChange> Between(string path, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        _ when JsonNode.DeepEquals(before, after) => [],
        (JsonObject one, JsonObject other) => one.Select(p => p.Key).Union(other.Select(p => p.Key))
            .SelectMany(n => Between(path + Step(n, path.Length == 0), one[n], other[n])),
        (JsonArray one, JsonArray other) when ByName(one) is { } first && ByName(other) is { } second => first.Keys.Union(second.Keys)
            .SelectMany(n => Between($"{path}[name={n}]", first.GetValueOrDefault(n), second.GetValueOrDefault(n))),
        _ => [new TemplateChange(path, before, after)],
    };

    private static string Step(string name, bool isFirst) =>
        name.AsSpan().IndexOfAny("./[") >= 0 ? $"['{name}']" : isFirst ? name : $".{name}";

    private static Dictionary<string, JsonNode>? ByName(JsonArray items)
    {
        var named = new Dictionary<string, JsonNode>();
        return items.All(i => i is JsonObject && i["name"]?.ToString() is { } name && named.TryAdd(name, i)) ? named : null;
    }
}
