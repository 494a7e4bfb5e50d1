using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Patches;

namespace KubeApi.Sandbox.Verbs;

internal sealed class PatchVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var patch = await Patch.ReadAsync(api.Http.Request);
        var patched = _updater.Update(type, api.Info.Namespace, api.Info.Name, api.IsDryRun, patch.Apply, ObjectRules.PrepareUpdate);
        await Answer.ObjectAsync(api.Http, 200, type, patched);
    }
}
