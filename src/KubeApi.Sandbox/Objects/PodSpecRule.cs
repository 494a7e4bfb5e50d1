using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Objects;

/// <summary>What the parts of a pod spec ask of each other: names that are there once, volumes that are there, requests within their limits.</summary>
internal static class PodSpecRule
{
    private static readonly string[] s_containers = ["containers", "initContainers", "ephemeralContainers"];

    /// <param name="place">Where the spec stands: `spec.template.spec`.</param>
    /// <param name="isComplete">All volumes stand in the spec: a StatefulSet has others for each pod.</param>
    public static IEnumerable<StatusCause> Complaints(JsonObject spec, string place, bool isComplete)
    {
        var volumes = Names(spec["volumes"]);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (container, path) in s_containers.SelectMany(list => Items(spec, list, $"{place}.{list}")))
        {
            if (container.StringAt("name") is { Length: > 0 } name)
            {
                foreach (var complaint in NameRule.Named("label").Complaints(name))
                {
                    yield return StatusAnswers.InvalidValue($"{path}.name", StatusAnswers.Quote(name), complaint);
                }

                if (!names.Add(name))
                {
                    yield return StatusAnswers.Duplicate($"{path}.name", name);
                }
            }

            foreach (var (mount, mountPath) in isComplete ? Items(container, "volumeMounts", $"{path}.volumeMounts") : [])
            {
                if (mount.StringAt("name") is { Length: > 0 } volume && !volumes.Contains(volume))
                {
                    yield return StatusAnswers.Missing($"{mountPath}.name", volume);
                }
            }

            foreach (var (resource, amount) in container.At("resources.requests") as JsonObject ?? [])
            {
                var limit = (container.At("resources.limits") as JsonObject)?[resource]?.ToString();
                if (limit is not null && Quantity.Parse(amount?.ToString()) > Quantity.Parse(limit))
                {
                    yield return StatusAnswers.InvalidValue(
                        $"{path}.resources.requests", StatusAnswers.Quote($"{amount}"), $"must be less than or equal to {resource} limit of {limit}");
                }
            }
        }
    }

    private static IEnumerable<(JsonObject Value, string Path)> Items(JsonObject parent, string list, string path) =>
        (parent[list] as JsonArray ?? []).Select((item, index) => (Value: item as JsonObject ?? [], $"{path}[{index}]"));

    private static HashSet<string> Names(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>().Select(item => item.StringAt("name")).OfType<string>()];
}
