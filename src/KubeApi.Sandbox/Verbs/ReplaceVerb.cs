using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ReplaceVerb(ObjectStore store, Updater updater, Creator creator, Changes changes) : IVerb
{

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var body = await changes.ReadNewAsync(api, type);
        ObjectRules.CheckName(body, api.Info.Name);
        if (type.Rules.CreatesOnUpdate && store.Get(type, api.Info.Namespace, api.Info.Name) is null)
        {
            var value = (JsonObject)body.DeepClone();
            changes.Own(api, type, value);
            if (await creator.TryCreateAsync(api, type, value))
            {
                return;
            }
        }

        var replaced = updater.Update(api, type, changes.Replacement(api, type, body), ObjectRules.PrepareUpdate);
        await ResponseWriter.ObjectAsync(api.Http, 200, type, replaced);
    }
}
