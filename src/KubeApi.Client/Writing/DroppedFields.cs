using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Writing;

/// <summary>
/// Removes the fields from a dry run's response that the apply itself will drop. A dry run migrates no ownership (<see cref="OwnershipMigration"/>), so the
/// server still keeps fields whose only owner applies without them. Pure.
/// </summary>
public static class DroppedFields
{
    /// <summary>Removes the fields from the object; false if there are none and the object is unchanged.</summary>
    /// <param name="o">The response, with managedFields.</param>
    /// <param name="manager">The field manager that is going to apply.</param>
    /// <param name="subresource">The subresource that is going to be applied to; null for the object itself.</param>
    public static bool Remove(JsonObject o, string manager, string? subresource = null)
    {
        var entries = o["metadata"].Child("managedFields") is JsonArray all ? all.OfType<JsonObject>().ToList() : [];
        var moved = OwnershipMigration.Movable(entries, manager, subresource).ToList();
        var kept = Fields(entries.Except(moved));
        if (o["kind"]?.ToString() == "Secret")
        {
            // An applied stringData is stored as data.
            kept.AddRange([.. kept.Select(k => k["f:stringData"]).OfType<JsonObject>().Select(d => new JsonObject { ["f:data"] = d.DeepClone() })]);
        }

        foreach (var fields in Fields(moved))
        {
            Remove(o, fields, kept);
        }

        return moved.Count > 0;
    }

    private static List<JsonObject> Fields(IEnumerable<JsonObject> entries) => [.. entries.Select(e => e["fieldsV1"]).OfType<JsonObject>()];

    private static void Remove(JsonNode? owner, JsonObject fields, List<JsonObject> kept)
    {
        foreach (var (name, value) in fields)
        {
            if (name != "." && value is JsonObject below && Find(owner, name) is { } found)
            {
                var isKept = kept.Exists(k => k.ContainsKey(name));
                var isWhole = below.Count == 0 || below.ContainsKey(".");
                if (isKept || !isWhole)
                {
                    Remove(found, below, [.. kept.Select(k => k[name]).OfType<JsonObject>()]);
                }

                if (!isKept && (isWhole || found is JsonObject { Count: 0 } or JsonArray { Count: 0 }))
                {
                    Take(owner!, found, name);
                }
            }
        }
    }

    // f: a field, k: an item with keys, v: a value of a set.
    private static JsonNode? Find(JsonNode? owner, string name) => (name[..2], owner) switch
    {
        ("f:", JsonObject o) => o[name[2..]],
        ("k:", JsonArray items) when JsonNode.Parse(name[2..]) is JsonObject keys =>
            items.FirstOrDefault(i => i is JsonObject item && keys.All(k => JsonNode.DeepEquals(item[k.Key], k.Value))),
        ("v:", JsonArray items) when JsonNode.Parse(name[2..]) is { } value => items.FirstOrDefault(i => JsonNode.DeepEquals(i, value)),
        _ => null,
    };

    private static void Take(JsonNode owner, JsonNode found, string name)
    {
        if (owner is JsonArray items)
        {
            items.Remove(found);
        }
        else
        {
            ((JsonObject)owner).Remove(name[2..]);
        }
    }
}
