using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>`pods/NAME/eviction`: a delete that respects disruption budgets.</summary>
internal sealed class EvictionVerb(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, Updater updater, Deleter deleter)
{

    public async Task HandleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        var eviction = await Body.ReadObjectAsync(api.Http.Request, $"{subresource.Group}/{subresource.Version}", subresource.Kind);
        if (eviction.StringAt("metadata.name") is { Length: > 0 } name && name != api.Info.Name)
        {
            throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        }

        var options = DeleteOptions.Of(eviction["deleteOptions"] as JsonObject ?? [], api.IsDryRun);
        // Atomic, so no other eviction uses the same budget.
        store.Atomically(() =>
        {
            var stored = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
            var budget = FindBudget(stored);
            var deleted = deleter.Delete(type, stored, options);
            if (budget is not null && !options.IsDryRun)
            {
                RecordDisruption(budget, stored);
            }

            return deleted;
        });
        await ResponseWriter.StatusAsync(api.Http, ApiErrors.Done());
    }

    // The budget is reduced at once, before its controller counts again.
    private void RecordDisruption(string budget, StoredObject pod) =>
        updater.Modify(catalog.DisruptionBudgets, pod.Namespace, budget, "status", value =>
        {
            var status = value.Child("status");
            status["disruptionsAllowed"] = status.IntegerAt("disruptionsAllowed") - 1;
            status.Child("disruptedPods")[pod.Name] = clock.Now;
        });

    /// <returns>The name of the budget that the eviction counts against; null for none.</returns>
    private string? FindBudget(StoredObject stored)
    {
        var pod = stored.ToNode();
        if (pod.StringAt("status.phase") is "Succeeded" or "Failed" or "Pending" || stored.IsTerminating)
        {
            return null;
        }

        var budget = store.Snapshot(catalog.DisruptionBudgets).In(stored.Namespace).Select(budget => budget.ToNode())
            .FirstOrDefault(budget => LabelSelector.Of(budget.At("spec.selector"))?.Matches(stored) == true);
        if (budget is null || IsExempt(pod, budget))
        {
            return null;
        }

        var name = budget.StringAt("metadata.name");
        return budget.IntegerAt("status.disruptionsAllowed") > 0 ? name : throw ApiErrors.DisruptionRefused(
            $"The disruption budget {name} needs {budget.IntegerAt("status.desiredHealthy")} healthy pods and has "
                + $"{budget.IntegerAt("status.currentHealthy")} currently");
    }

    // A pod that is not ready does not count if the budget is met without it, or by its policy.
    private static bool IsExempt(JsonObject pod, JsonObject budget) => !Conditions.IsTrue(pod, "Ready")
        && (budget.StringAt("spec.unhealthyPodEvictionPolicy") == "AlwaysAllow"
            || (budget.IntegerAt("status.desiredHealthy") is > 0 and var desired && budget.IntegerAt("status.currentHealthy") >= desired));
}
