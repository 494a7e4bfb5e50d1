using System.Text.Json.Nodes;
using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Objects;

/// <summary>The changes that `pods/resize` and `pods/ephemeralcontainers` allow: cpu and memory, and new containers.</summary>
internal static class PodPart
{
    private const string Resize = "resize";
    private const string Ephemeral = "ephemeralcontainers";
    private const string EphemeralPath = "spec.ephemeralContainers";

    private static readonly string[] s_lists = ["containers", "initContainers"];
    private static readonly string[] s_amounts = ["requests", "limits"];
    private static readonly string[] s_resized = ["cpu", "memory"];

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

    /// <summary>Validates the change.</summary>
    public static IEnumerable<StatusCause> Validate(string subresource, JsonObject current, JsonObject value) => subresource switch
    {
        Resize => ValidateResize(current, value),
        Ephemeral => ValidateEphemeral(current, value),
        _ => [],
    };

    private static IEnumerable<StatusCause> ValidateEphemeral(JsonObject current, JsonObject value)
    {
        var after = Items(value["spec"] as JsonObject ?? [], "ephemeralContainers").ToLookup(container => container.StringAt("name"));
        foreach (var container in Items(current["spec"] as JsonObject ?? [], "ephemeralContainers"))
        {
            var name = ApiErrors.Quote(container.StringAt("name") ?? "");
            if (after[container.StringAt("name")].FirstOrDefault() is not { } kept)
            {
                yield return ApiErrors.Forbidden(EphemeralPath, $"existing ephemeral containers {name} may not be removed\n");
            }
            else if (!JsonNode.DeepEquals(container, kept))
            {
                yield return ApiErrors.Forbidden(EphemeralPath, $"existing ephemeral containers {name} may not be changed\n");
            }
        }
    }

    private static IEnumerable<StatusCause> ValidateResize(JsonObject current, JsonObject value)
    {
        if (value.StringAt("status.qosClass") is { } quality && quality != QualityOfService.Of(value))
        {
            yield return ApiErrors.InvalidValue("spec", ApiErrors.Quote(quality), "Pod QOS Class may not change as a result of resizing");
        }

        foreach (var list in s_lists)
        {
            var (before, after) = (Items(current["spec"] as JsonObject ?? [], list).ToList(), Items(value["spec"] as JsonObject ?? [], list).ToList());
            if (before.Count != after.Count)
            {
                yield return ApiErrors.Forbidden($"spec.{list}", $"{list} may not be added or removed on resize");
                yield break;
            }

            foreach (var index in Enumerable.Range(0, before.Count).Where(index => before[index].StringAt("name") != after[index].StringAt("name")))
            {
                yield return ApiErrors.Forbidden($"spec.{list}[{index}].name", $"{list} may not be renamed or reordered on resize");
                yield break;
            }

            foreach (var (index, (old, now)) in before.Zip(after).Index())
            {
                foreach (var cause in ValidateContainer(old, now, $"spec.{list}[{index}]", list == "containers" ? "spec" : $"spec.{list}[{index}]"))
                {
                    yield return cause;
                }
            }
        }
    }

    private static IEnumerable<StatusCause> ValidateContainer(JsonObject before, JsonObject after, string path, string place)
    {
        foreach (var kind in s_amounts)
        {
            var now = after.At($"resources.{kind}") as JsonObject ?? [];
            if ((before.At($"resources.{kind}") as JsonObject ?? []).Any(amount => s_resized.Contains(amount.Key) && now[amount.Key] is null))
            {
                yield return ApiErrors.Forbidden($"{path}.resources.{kind}", $"resource {kind} cannot be removed");
            }
        }

        if (!JsonNode.DeepEquals(Rest(before), Rest(after)))
        {
            yield return ApiErrors.Forbidden(
                place,
                place == "spec" ? "only cpu and memory resources are mutable" : "only cpu and memory resources for init or sidecar containers are mutable");
        }
    }

    // A container without its resizable fields.
    private static JsonObject Rest(JsonObject container)
    {
        var rest = (JsonObject)container.DeepClone();
        foreach (var kind in s_amounts)
        {
            foreach (var name in s_resized)
            {
                (rest.At($"resources.{kind}") as JsonObject)?.Remove(name);
            }

            if (rest.At($"resources.{kind}") is JsonObject { Count: 0 })
            {
                (rest["resources"] as JsonObject)?.Remove(kind);
            }
        }

        return rest;
    }

    private static IEnumerable<JsonObject> Items(JsonObject spec, string list) => (spec[list] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<string?> Names(JsonObject spec, string list) => Items(spec, list).Select(container => container.StringAt("name"));
}
