using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Finds the objects whose names are similar to a misspelled one.</summary>
public static class NameLookup
{
    // Enough for all but the largest clusters; suggestions are optional.
    private const int MaxNames = 5000;

    /// <summary>The similar names, closest first; none if the objects cannot be listed.</summary>
    /// <param name="client">Sends the request.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="namespace">The namespace; null for all, and for cluster-scoped types.</param>
    /// <param name="name">The misspelled name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<IReadOnlyList<string>> FindSimilarAsync(
        ApiClient client, ApiResource type, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var list = ResourceRequests.List(type, @namespace, new ListOptions { Representation = Representation.Metadata, PageSize = MaxNames });
            var items = (await client.SendForJsonAsync(list, cancellationToken).ConfigureAwait(false)).Items("items");
            return NearNames.Of(name, items.Select(i => i.Child("metadata").TextOrNull("name")).OfType<string>());
        }
        catch (KubeApiException)
        {
            return [];
        }
    }
}
