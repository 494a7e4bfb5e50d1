using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Deletes the objects of a list, and returns the list.</summary>
internal sealed class DeleteCollectionVerb(ObjectStore store, ResourceCatalog catalog, Deleter deleter, ListWriter lists) : IVerb
{

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var options = await DeleteOptions.ReadAsync(api, catalog.Schemas);
        var page = ListPage.Cut(store, type, ListOptions.Parse(type, api));
        var deleted = new List<StoredObject>();
        foreach (var stored in page.Items)
        {
            try
            {
                deleter.Delete(type, stored, options with { Uid = options.Uid ?? stored.Uid });
                deleted.Add(stored);
            }
            catch (StatusException) when (store.Get(type, stored.Namespace, stored.Name)?.Uid != stored.Uid)
            {
                // Already deleted; a new object of that name stays.
            }
        }

        await lists.WriteAsync(api.Http, type, page with { Items = deleted });
    }
}
