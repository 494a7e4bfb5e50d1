using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Deletes the objects of a list, and returns the list.</summary>
internal sealed class DeleteCollectionVerb(Cluster cluster) : IVerb
{
    private readonly Deleter _deleter = new(cluster);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var options = await DeleteOptions.ReadAsync(api, cluster.Catalog.Schemas);
        var page = ListPage.Cut(cluster.Store, type, ListOptions.Parse(type, api));
        var deleted = new List<StoredObject>();
        foreach (var stored in page.Items)
        {
            try
            {
                _deleter.Delete(type, stored, options with { Uid = options.Uid ?? stored.Uid });
                deleted.Add(stored);
            }
            catch (StatusException) when (cluster.Store.Get(type, stored.Namespace, stored.Name)?.Uid != stored.Uid)
            {
                // Already deleted; a new object of that name stays.
            }
        }

        await ListVerb.WriteAsync(cluster, api.Http, type, page with { Items = deleted });
    }
}
