using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class GetVerb(ObjectStore store) : IVerb
{
    public Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var found = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
        return ResponseWriter.ObjectAsync(api.Http, 200, type, found);
    }
}
