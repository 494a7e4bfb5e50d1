using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class DeleteVerb(Cluster cluster) : IVerb
{
    private readonly Deleter _deleter = new(cluster);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var options = await DeleteOptions.ReadAsync(api, cluster.Catalog.Schemas);
        var stored = cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
        if (type == cluster.Catalog.Namespaces && NamespaceLifecycle.IsProtected(stored.Name))
        {
            throw ApiErrors.NamespaceProtected(type, stored.Name);
        }

        if (options.Propagation is null && type.Rules.OrphanWarning is { } warning)
        {
            ResponseWriter.Warn(api.Http, warning);
        }

        var (last, isGone) = _deleter.Delete(type, stored, options);
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
