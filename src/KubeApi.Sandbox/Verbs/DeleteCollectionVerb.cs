using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Deletes what a list would show, and answers that list.</summary>
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
                // Somebody else was faster with it; one that has come under its name since is not meant.
            }
        }

        await ListVerb.WriteAsync(cluster, api.Http, type, page with { Items = deleted });
    }
}
