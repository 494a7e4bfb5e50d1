using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class DeleteVerb(Cluster cluster) : IVerb
{
    private readonly Deleter _deleter = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var options = await Body.ReadOptionsAsync(api.Http.Request);
        var stored = cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw StatusAnswers.NotFound(type, api.Info.Name);
        var isNamespace = type == cluster.Catalog.Namespaces;
        if (isNamespace && NamespaceLifecycle.IsProtected(stored.Name))
        {
            throw StatusAnswers.NamespaceProtected(type, stored.Name);
        }

        var isDryRun = api.IsDryRun || options["dryRun"] is JsonArray { Count: > 0 };
        var (last, isGone) = _deleter.Delete(type, stored, options["preconditions"] as JsonObject, isDryRun);
        if (isNamespace && !isDryRun)
        {
            // The client first sees it terminating, as with a real server.
            api.Http.Response.OnCompleted(() =>
            {
                cluster.Namespaces.Sweep(stored.Name);
                return Task.CompletedTask;
            });
        }

        if (isGone && !type.Rules.ReturnsDeleted)
        {
            await Answer.StatusAsync(api.Http, StatusAnswers.Deleted(type, last));
        }
        else
        {
            await Answer.ObjectAsync(api.Http, 200, type, last);
        }
    }
}
