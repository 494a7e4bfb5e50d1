using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ReplaceVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);
    private readonly Creator _creator = new(cluster);
    private readonly Changes _changes = new(cluster);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var body = await _changes.ReadNewAsync(api, type);
        ObjectRules.CheckName(body, api.Info.Name);
        if (type.Rules.CreatesOnUpdate && cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) is null)
        {
            var value = (JsonObject)body.DeepClone();
            _changes.Own(api, type, value);
            if (await _creator.TryCreateAsync(api, type, value))
            {
                return;
            }
        }

        var replaced = _updater.Update(api, type, _changes.Replacement(api, type, body), ObjectRules.PrepareUpdate);
        await ResponseWriter.ObjectAsync(api.Http, 200, type, replaced);
    }
}
