using System.Text.Json.Nodes;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>`pods/NAME/eviction`: a delete that asks the disruption budgets first.</summary>
internal sealed class EvictionVerb(Cluster cluster)
{
    private readonly Deleter _deleter = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var eviction = await Body.ReadObjectAsync(api.Http.Request, $"{subresource.Group}/{subresource.Version}", subresource.Kind);
        if (eviction.StringAt("metadata.name") is { Length: > 0 } name && name != api.Info.Name)
        {
            throw StatusAnswers.BadRequest("name in URL does not match name in Eviction object");
        }

        var options = DeleteOptions.Of(eviction["deleteOptions"] as JsonObject ?? [], api.IsDryRun);
        // Between the look at the budget and the end of the pod nobody else may take from it.
        cluster.Store.Atomically(() =>
        {
            var stored = cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw StatusAnswers.NotFound(type, api.Info.Name);
            Ask(stored);
            return _deleter.Delete(type, stored, options);
        });
        await Answer.StatusAsync(api.Http, StatusAnswers.Evicted());
    }

    private void Ask(StoredObject stored)
    {
        var pod = stored.ToNode();
        if (pod.StringAt("status.phase") is "Succeeded" or "Failed" or "Pending" || stored.IsTerminating)
        {
            return;
        }

        var budgets = cluster.Store.Snapshot(cluster.Catalog.DisruptionBudgets).In(stored.Namespace).Select(budget => budget.ToNode())
            .Where(budget => LabelSelector.Of(budget.At("spec.selector"))?.Matches(stored) == true).ToList();
        if (budgets.Count > 1)
        {
            throw StatusAnswers.SeveralBudgets();
        }

        if (budgets.Count == 0 || budgets[0] is not { } budget || IsExempt(pod, budget) || budget.IntegerAt("status.disruptionsAllowed") > 0)
        {
            return;
        }

        throw StatusAnswers.DisruptionRefused(
            $"The disruption budget {budget.StringAt("metadata.name")} needs {budget.IntegerAt("status.desiredHealthy")} healthy pods and has {budget.IntegerAt("status.currentHealthy")} currently");
    }

    // A pod that is not ready takes nothing away, if the budget is met without it or says so.
    private static bool IsExempt(JsonObject pod, JsonObject budget) => !DisruptionController.IsReady(pod)
        && (budget.StringAt("spec.unhealthyPodEvictionPolicy") == "AlwaysAllow"
            || (budget.IntegerAt("status.desiredHealthy") is > 0 and var desired && budget.IntegerAt("status.currentHealthy") >= desired));
}
