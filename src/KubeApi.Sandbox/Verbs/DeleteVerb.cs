using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

internal sealed class DeleteVerb(ObjectStore store, ResourceCatalog catalog, Deleter deleter) : IVerb
{

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var options = await DeleteOptions.ReadAsync(api, catalog.Schemas);
        var stored = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
        if (type == catalog.Namespaces && NamespaceLifecycle.IsProtected(stored.Name))
        {
            throw ApiErrors.NamespaceProtected(type, stored.Name);
        }

        if (options.Propagation is null && type.Rules.OrphanWarning is { } warning)
        {
            ResponseWriter.Warn(api.Http, warning);
        }

        var (last, isGone) = deleter.Delete(type, stored, options);
        if (isGone && !type.Rules.ReturnsDeleted)
        {
            await ResponseWriter.StatusAsync(api.Http, ApiErrors.Deleted(type, last));
        }
        else
        {
            await ResponseWriter.ObjectAsync(api.Http, 200, type, last);
        }
    }
}
