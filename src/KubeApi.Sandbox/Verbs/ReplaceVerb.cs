using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ReplaceVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);
    private readonly Changes _changes = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var change = await _changes.ReadAsync(api, type);
        var replaced = _updater.Update(api, type, change, ObjectRules.PrepareUpdate);
        await Answer.ObjectAsync(api.Http, 200, type, replaced);
    }
}
