using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class CreateVerb(Cluster cluster) : IVerb
{
    private readonly Creator _creator = new(cluster);
    private readonly Changes _changes = new(cluster);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var value = await _changes.ReadNewAsync(api, type);
        _creator.Prepare(type, api.Info.Namespace, value);
        ObjectRules.Place(type, value, api.Info.Namespace);
        _changes.Own(api, type, value);
        await _creator.CreateAsync(api, type, value);
    }
}
