using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Whether a pod may run on a node: nodeSelector, required node affinity, cordon and taints.</summary>
internal static class Placement
{
    /// <summary>Why it may not, in the words of a scheduler; null if it may.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node.</param>
    /// <param name="ignoresCordon">Whether it may run on a cordoned node.</param>
    /// <param name="isRunning">Whether it runs there already: a taint NoSchedule does not end it.</param>
    public static string? Obstacle(JsonObject pod, JsonObject node, bool ignoresCordon = false, bool isRunning = false)
    {
        if (!ignoresCordon && node.IsTrueAt("spec.unschedulable") && !Tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule"))
        {
            return "node(s) were unschedulable";
        }

        var untolerated = Taints(node).Where(taint => !Tolerates(pod, taint)).ToLookup(taint => taint.StringAt("effect"));
        if (untolerated["NoExecute"].Concat(isRunning ? [] : untolerated["NoSchedule"]).FirstOrDefault() is { } taint)
        {
            return $"node(s) had untolerated taint {{{taint.StringAt("key")}: {taint.StringAt("value")}}}";
        }

        return Selects(pod, node) ? null : "node(s) didn't match Pod's node affinity/selector";
    }

    public static IEnumerable<JsonObject> Taints(JsonObject node) => node.ObjectsAt("spec.taints");

    public static bool Tolerates(JsonObject pod, JsonObject taint) =>
        Tolerates(pod, taint.StringAt("key") ?? "", taint.StringAt("value") ?? "", taint.StringAt("effect") ?? "");

    /// <summary>The tolerations of a pod that cover a taint.</summary>
    public static IEnumerable<JsonObject> Covering(JsonObject pod, string key, string value, string effect) =>
        pod.ObjectsAt("spec.tolerations").Where(toleration =>
            (toleration.StringAt("effect") is not { Length: > 0 } only || only == effect)
            && (toleration.StringAt("key") is not { Length: > 0 } name || name == key)
            && (toleration.StringAt("operator") == "Exists" || (toleration.StringAt("value") ?? "") == value));

    private static bool Tolerates(JsonObject pod, string key, string value, string effect) => Covering(pod, key, value, effect).Any();

    private static bool Selects(JsonObject pod, JsonObject node)
    {
        var labels = (node.At("metadata.labels") as JsonObject ?? []).ToDictionary(
            label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal);
        if ((pod.At("spec.nodeSelector") as JsonObject ?? []).Any(wanted => labels.GetValueOrDefault(wanted.Key) != wanted.Value?.ToString()))
        {
            return false;
        }

        // Any term must match, with all of its expressions.
        return pod.At("spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms") is not JsonArray terms
            || terms.OfType<JsonObject>().Any(term =>
                Matches(term["matchExpressions"], labels)
                && Matches(term["matchFields"], new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["metadata.name"] = node.StringAt("metadata.name")!
                }));
    }

    private static bool Matches(JsonNode? expressions, Dictionary<string, string> labels) =>
        LabelSelector.Of(new JsonObject { ["matchExpressions"] = expressions?.DeepClone() })!.Matches(labels);
}
