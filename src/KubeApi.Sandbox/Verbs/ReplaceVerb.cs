using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ReplaceVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var body = await Body.ReadObjectAsync(api.Http.Request, type.ApiVersion, type.Kind);
        ObjectRules.CheckName(body, api.Info.Name);
        var replaced = _updater.Update(
            type, api.Info.Namespace, api.Info.Name, api.IsDryRun, _ => (JsonObject)body.DeepClone(), ObjectRules.PrepareUpdate);
        await Answer.ObjectAsync(api.Http, 200, type, replaced);
    }
}
