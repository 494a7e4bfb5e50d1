using System.Text.Json.Nodes;

namespace KubeApi.Client.Describing;

/// <summary>Removes values without information from a spec or a status: nulls, some empty objects, and the defaults of every pod. Pure.</summary>
public static class NoiseFilter
{
    // The defaults of pod specs and containers, also in the templates of workloads.
    private static readonly (string Name, string Value)[] s_defaults =
    [
        ("dnsPolicy", "ClusterFirst"), ("enableServiceLinks", "true"), ("preemptionPolicy", "PreemptLowerPriority"), ("schedulerName", "default-scheduler"),
        ("terminationGracePeriodSeconds", "30"), ("terminationMessagePath", "/dev/termination-log"), ("terminationMessagePolicy", "File"),
    ];

    // Other empty objects have a meaning: emptyDir: {}, and podSelector: {} of a NetworkPolicy, which selects all pods.
    private static readonly string[] s_empty = ["loadBalancer", "resources", "securityContext"];

    // The schema of a custom resource has hundreds of lines.
    private const string Schema = "openAPIV3Schema";

    private static readonly string[] s_taints = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    /// <summary>A copy without noise; null if it would be empty.</summary>
    /// <param name="node">A part of an object.</param>
    public static JsonNode? Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                var kept = new JsonObject();
                foreach (var (name, value) in o)
                {
                    if (!IsDefault(o, name, value) && (name == Schema && value is JsonObject ? Omitted : Clean(value)) is { } clean)
                    {
                        kept[name] = clean;
                    }
                }

                return kept.Count > 0 || o.Count == 0 ? kept : null;
            case JsonArray items:
                JsonNode?[] cleaned = [.. items.Where(i => !IsOfEveryPod(i)).Select(Clean).OfType<JsonNode>()];
                return cleaned.Length > 0 || items.Count == 0 ? new JsonArray(cleaned) : null;
            default:
                return node?.DeepClone();
        }
    }

    private static JsonNode Omitted => "(omitted)";

    private static bool IsDefault(JsonObject o, string name, JsonNode? value) =>
        (value is JsonObject { Count: 0 } && s_empty.Contains(name))
        || (value is JsonValue && s_defaults.Contains((name, value.ToString())))
        // The old name of the other.
        || (name == "serviceAccount" && value is JsonValue && value.ToString() == o["serviceAccountName"]?.ToString());

    // The volume of the service account's token, its mounts, and the tolerations of nodes that are lost for five minutes.
    private static bool IsOfEveryPod(JsonNode? item) => item is JsonObject o
        && ((Text(o, "name").StartsWith("kube-api-access-", StringComparison.Ordinal) && (o.ContainsKey("projected") || o.ContainsKey("mountPath")))
            || (s_taints.Contains(Text(o, "key")) && Text(o, "effect") == "NoExecute" && Text(o, "operator") == "Exists"
                && Text(o, "tolerationSeconds") == "300"));

    private static string Text(JsonObject o, string name) => o[name] is JsonValue value ? value.ToString() : "";
}
