using System.Text.Json.Nodes;

namespace KubeApi.Client.Workloads;

/// <summary>What can be said of pod templates. Pure.</summary>
public static class PodTemplate
{
    private const string HashLabel = "pod-template-hash";

    // Servers differ in whether they write these when they are empty, and then they say nothing. An empty selector or volume source does.
    private static readonly string[] s_emptyIsNothing = ["metadata", "labels", "annotations", "resources", "requests", "limits", "nodeSelector"];

    /// <summary>
    /// Whether two templates mean the same, whatever was left out or written as nothing, and whatever label the Deployment controller gave them.
    /// </summary>
    public static bool AreEqual(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Clean(one), Clean(other));

    /// <summary>A template without what controllers add (the hash label, a patch directive), and without what says nothing.</summary>
    public static JsonObject Clean(JsonObject template)
    {
        var clean = WithoutHash(template);
        clean.Remove("$patch");
        Prune(clean);
        return clean;
    }

    /// <summary>A ReplicaSet's template without the label that tells it from the others.</summary>
    public static JsonObject WithoutHash(JsonObject template)
    {
        var copy = (JsonObject)template.DeepClone();
        if (copy["metadata"]?["labels"] is JsonObject labels)
        {
            labels.Remove(HashLabel);
        }

        return copy;
    }

    /// <summary>The images of its containers, init containers first, each once.</summary>
    public static IReadOnlyList<string> Images(JsonObject template) =>
    [
        .. (template["spec"]?["initContainers"] as JsonArray ?? []).Concat(template["spec"]?["containers"] as JsonArray ?? [])
            .Select(c => c?["image"]?.ToString()).OfType<string>().Distinct(),
    ];

    private static void Prune(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
            {
                Prune(item);
            }
        }
        else if (node is JsonObject o)
        {
            foreach (var (name, value) in o.ToList())
            {
                if (value is not null)
                {
                    Prune(value);
                }

                if (value is null or JsonArray { Count: 0 } || (value is JsonObject { Count: 0 } && s_emptyIsNothing.Contains(name)))
                {
                    o.Remove(name);
                }
            }
        }
    }
}
