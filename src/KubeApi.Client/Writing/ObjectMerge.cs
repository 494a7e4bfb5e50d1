using System.Text.Json.Nodes;

namespace KubeApi.Client.Writing;

/// <summary>Merges two changes of the same object, field by field. A list is one value. Pure.</summary>
public static class ObjectMerge
{
    /// <summary>Merges two changes.</summary>
    /// <param name="before">The object that both began with.</param>
    /// <param name="mine">The object after the first change.</param>
    /// <param name="theirs">The object after the second change.</param>
    /// <returns>The object with both changes, and the paths that both changed to different values, such as <c>spec.replicas</c>.</returns>
    public static (JsonObject Merged, IReadOnlyList<string> Conflicts) Merge(JsonObject before, JsonObject mine, JsonObject theirs)
    {
        List<string> conflicts = [];
        return (Merge(before, mine, theirs, "", conflicts), conflicts);
    }

    private static JsonObject Merge(JsonObject before, JsonObject mine, JsonObject theirs, string path, List<string> conflicts)
    {
        var merged = new JsonObject();
        foreach (var name in theirs.Concat(mine).Select(p => p.Key).Distinct())
        {
            var field = path.Length == 0 ? name : $"{path}.{name}";
            var (old, own, other) = (before[name], mine[name], theirs[name]);
            var value = JsonNode.DeepEquals(old, own) || JsonNode.DeepEquals(own, other) ? other?.DeepClone()
                : JsonNode.DeepEquals(old, other) ? own?.DeepClone()
                : own is JsonObject o && other is JsonObject t ? Merge(old as JsonObject ?? [], o, t, field, conflicts)
                : Conflict(field, other);
            if (value is not null)
            {
                merged[name] = value;
            }
        }

        return merged;

        JsonNode? Conflict(string field, JsonNode? other)
        {
            conflicts.Add(field);
            return other?.DeepClone();
        }
    }
}
