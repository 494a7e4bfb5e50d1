using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ListVerb(ObjectStore store, ListWriter writer) : IVerb
{
    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var page = ListPage.Cut(store, type, ListOptions.Parse(type, api));
        await writer.WriteAsync(api.Http, type, page);
    }
}
