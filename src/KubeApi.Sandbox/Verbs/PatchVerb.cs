using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class PatchVerb(ObjectStore store, Updater updater, Creator creator, Changes changes) : IVerb
{

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        Func<JsonObject, JsonObject> change;
        if (Changes.IsApply(api))
        {
            var apply = await changes.ReadApplyAsync(api, type);
            if (store.Get(type, api.Info.Namespace, api.Info.Name) is null && await creator.TryCreateAsync(api, type, apply(null)))
            {
                return;
            }

            change = current => apply(current);
        }
        else
        {
            change = await changes.ReadAsync(api, type);
        }

        var patched = updater.Update(api, type, change, ObjectRules.PrepareUpdate);
        await ResponseWriter.ObjectAsync(api.Http, 200, type, patched);
    }
}
