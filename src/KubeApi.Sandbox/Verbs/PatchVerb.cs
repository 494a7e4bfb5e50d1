using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class PatchVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);
    private readonly Creator _creator = new(cluster);
    private readonly Changes _changes = new(cluster);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        Func<JsonObject, JsonObject> change;
        if (Changes.IsApply(api))
        {
            var apply = await _changes.ReadApplyAsync(api, type);
            if (cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) is null && await _creator.TryCreateAsync(api, type, apply(null)))
            {
                return;
            }

            change = current => apply(current);
        }
        else
        {
            change = await _changes.ReadAsync(api, type);
        }

        var patched = _updater.Update(api, type, change, ObjectRules.PrepareUpdate);
        await ResponseWriter.ObjectAsync(api.Http, 200, type, patched);
    }
}
