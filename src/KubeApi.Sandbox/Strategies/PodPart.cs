using System.Text.Json.Nodes;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The changes that `pods/resize` and `pods/ephemeralcontainers` allow: cpu and memory, and new containers.</summary>
internal static class PodPart
{
    private const string Resize = "resize";
    private const string Ephemeral = "ephemeralcontainers";

    private static readonly string[] s_lists = ["containers", "initContainers"];

    /// <summary>A write to these subresources changes no metadata.</summary>
    public static void KeepMetadata(string subresource, JsonObject current, JsonObject value)
    {
        if (subresource is Resize or Ephemeral)
        {
            foreach (var name in (string[])["labels", "annotations", "finalizers", "ownerReferences"])
            {
                value.Set("metadata." + name, current.At("metadata." + name));
            }
        }
    }

    /// <summary>The writable part; of a resize, the resources of existing containers.</summary>
    public static JsonNode? Writable(string subresource, JsonObject current, JsonNode? written)
    {
        if (subresource != Resize || current["spec"] is not JsonObject before || written is not JsonObject after
            || !s_lists.All(list => Names(before, list).SequenceEqual(Names(after, list))))
        {
            return written;
        }

        var spec = (JsonObject)before.DeepClone();
        foreach (var (own, sent) in s_lists.SelectMany(list => Items(spec, list).Zip(Items(after, list))))
        {
            own.Set("resources", sent["resources"] ?? new JsonObject());
            own.Set("resizePolicy", sent["resizePolicy"]);
        }

        return spec;
    }

    private static IEnumerable<JsonObject> Items(JsonObject spec, string list) => (spec[list] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string?> Names(JsonObject spec, string list) => Items(spec, list).Select(container => container.StringAt("name"));
}
