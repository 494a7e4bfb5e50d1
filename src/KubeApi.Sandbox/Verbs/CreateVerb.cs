using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class CreateVerb(Creator creator, Changes changes) : IVerb
{

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var value = await changes.ReadNewAsync(api, type);
        creator.Prepare(type, api.Info.Namespace, value);
        ObjectRules.Place(type, value, api.Info.Namespace);
        changes.Own(api, type, value);
        await creator.CreateAsync(api, type, value);
    }
}
