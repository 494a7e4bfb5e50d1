using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Rules;

namespace KubeApi.Sandbox.Objects;

/// <summary>Validates the parts of a pod spec against each other: unique names, existing volumes, requests within limits.</summary>
internal static class PodSpecRule
{
    private static readonly string[] s_containers = ["containers", "initContainers", "ephemeralContainers"];

    /// <param name="place">The path of the spec: `spec.template.spec`.</param>
    /// <param name="otherVolumes">Volumes outside of the spec: the claims of a StatefulSet.</param>
    public static IEnumerable<StatusCause> Validate(JsonObject spec, string place, JsonArray? otherVolumes)
    {
        HashSet<string> volumes =
        [
            .. Names(spec["volumes"]), .. (otherVolumes ?? []).OfType<JsonObject>().Select(claim => claim.StringAt("metadata.name") ?? "")
        ];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (container, path) in s_containers.SelectMany(list => Items(spec, list, $"{place}.{list}")))
        {
            if (container.StringAt("name") is { Length: > 0 } name)
            {
                foreach (var error in NameRule.Named("label").Validate(name))
                {
                    yield return ApiErrors.InvalidValue($"{path}.name", ApiErrors.Quote(name), error);
                }

                if (!names.Add(name))
                {
                    yield return ApiErrors.Duplicate($"{path}.name", name);
                }
            }

            foreach (var (mount, mountPath) in Items(container, "volumeMounts", $"{path}.volumeMounts"))
            {
                if (mount.StringAt("name") is var volume && !volumes.Contains(volume ?? ""))
                {
                    yield return ApiErrors.Missing($"{mountPath}.name", volume ?? "");
                }
            }

            if (container.StringAt("targetContainerName") is { Length: > 0 } target && !Names(spec["containers"]).Contains(target)
                && !Names(spec["initContainers"]).Contains(target))
            {
                yield return ApiErrors.Missing($"{path}.targetContainerName", target);
            }

            foreach (var cause in ResourceChecks.Requests(container, path))
            {
                yield return cause;
            }
        }
    }

    private static IEnumerable<(JsonObject Value, string Path)> Items(JsonObject parent, string list, string path) =>
        (parent[list] as JsonArray ?? []).Select((item, index) => (Value: item as JsonObject ?? [], $"{path}[{index}]"));

    private static HashSet<string> Names(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>().Select(item => item.StringAt("name")).OfType<string>()];
}
