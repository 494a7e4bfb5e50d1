using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains the status of disruption budgets: the healthy pods and the allowed disruptions.</summary>
internal sealed class DisruptionController(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, Updater updater)
    : NamespaceStatusController(store, catalog.DisruptionBudgets, updater)
{
    protected override bool Counts(ResourceType other) => other == catalog.Pods;

    protected override void Count(string @namespace, JsonObject budget)
    {
        var selector = LabelSelector.Of(budget.At("spec.selector"));
        var pods = Store.Snapshot(catalog.Pods).In(@namespace).Where(pod => selector?.Matches(pod) == true).Select(pod => pod.ToNode())
            .ToList();
        var healthy = pods.Count(pod => Conditions.IsTrue(pod, "Ready") && pod.At("metadata.deletionTimestamp") is null);
        var (expected, desired) = CountDesired(budget, @namespace, pods);
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        var generation = budget.IntegerAt("metadata.generation") ?? 0;
        budget["status"] = new JsonObject
        {
            ["observedGeneration"] = generation,
            ["disruptionsAllowed"] = allowed,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["expectedPods"] = expected,
            ["conditions"] = budget.At("status.conditions")?.DeepClone() ?? new JsonArray(),
        };
        Conditions.Set(
            budget, clock.Now, "DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", generation);
    }

    private (long Expected, long Desired) CountDesired(JsonObject budget, string @namespace, List<JsonObject> pods)
    {
        if (budget.At("spec.maxUnavailable") is { } most)
        {
            var expected = Scale(@namespace, pods);
            return (expected, Math.Max(0, expected - most.ShareOf(expected)));
        }

        if (budget.At("spec.minAvailable") is not { } least)
        {
            return (pods.Count, 0);
        }

        // A number is compared with existing pods, a percentage with the desired number of their controllers.
        var total = least.GetValueKind() == System.Text.Json.JsonValueKind.String ? Scale(@namespace, pods) : pods.Count;
        return (total, least.ShareOf(total));
    }

    private long Scale(string @namespace, List<JsonObject> pods)
    {
        var scales = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            var top = pod;
            // Owner references may form a cycle.
            var seen = new HashSet<string?>(StringComparer.Ordinal);
            while (seen.Add(top.StringAt("metadata.uid")) && Controller(top, @namespace) is { } owner)
            {
                top = owner;
            }

            // A pod without a controller counts as one desired pod.
            scales[top.StringAt("metadata.uid") ?? ""] = top == pod ? 1 : top.IntegerAt("spec.replicas") ?? 1;
        }

        return scales.Values.Sum();
    }

    private JsonObject? Controller(JsonObject value, string @namespace)
    {
        var owner = value.ObjectsAt("metadata.ownerReferences").FirstOrDefault(
            owner => owner.IsTrueAt("controller"));
        var type = owner is null ? null : catalog.FindKind(owner.StringAt("apiVersion") ?? "", owner.StringAt("kind") ?? "");
        var found = type is null ? null : Store.Get(type, @namespace, owner!.StringAt("name") ?? "");
        return found?.Uid == owner?.StringAt("uid") ? found?.ToNode() : null;
    }
}
