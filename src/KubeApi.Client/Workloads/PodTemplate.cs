using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Functions for pod templates. Pure.</summary>
public static class PodTemplate
{
    private const string HashLabel = "pod-template-hash";

    // Some servers write these even if they are empty, which means nothing. An empty selector or volume source has a meaning.
    private static readonly string[] s_emptyIsNothing = ["metadata", "labels", "annotations", "resources", "requests", "limits", "nodeSelector"];

    /// <summary>Whether two templates are equal, ignoring empty values and the hash label of the Deployment controller.</summary>
    public static bool AreEqual(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Clean(one), Clean(other));

    /// <summary>A template without the additions of controllers (the hash label, a patch directive) and without empty values.</summary>
    public static JsonObject Clean(JsonObject template)
    {
        var clean = WithoutHash(template);
        clean.Remove("$patch");
        Prune(clean);
        return clean;
    }

    /// <summary>A ReplicaSet's template without its hash label.</summary>
    public static JsonObject WithoutHash(JsonObject template)
    {
        var copy = (JsonObject)template.DeepClone();
        if (copy["metadata"].Child("labels") is JsonObject labels)
        {
            labels.Remove(HashLabel);
        }

        return copy;
    }

    /// <summary>The distinct images of its containers, init containers first.</summary>
    public static IReadOnlyList<string> Images(JsonObject template) =>
    [
        .. (template["spec"].Child("initContainers") as JsonArray ?? []).Concat(template["spec"].Child("containers") as JsonArray ?? [])
            .Select(c => c.Child("image")?.ToString()).OfType<string>().Distinct(),
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
