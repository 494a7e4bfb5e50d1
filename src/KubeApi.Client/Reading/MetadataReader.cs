using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Reads the metadata of single objects.</summary>
public static class MetadataReader
{
    /// <summary>The metadata of one object; null if it does not exist.</summary>
    /// <exception cref="KubeApiException">The object cannot be read.</exception>
    public static async Task<JsonObject?> ReadAsync(
        ApiClient client, ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>The uid of one object; null if it cannot be read.</summary>
    /// <exception cref="KubeApiException">The object does not exist.</exception>
    public static async Task<string?> ReadUidAsync(
        ApiClient client, ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false)).Child("uid")?.ToString();
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            return null;
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw await NamespaceLookup.ExplainAsync(client, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The uid of one object that will be deleted; null if it cannot be read. Its failure is that of the deletion, which needs other advice.</summary>
    /// <exception cref="KubeApiException">The object does not exist.</exception>
    public static async Task<string?> ReadUidToDeleteAsync(
        ApiClient client, ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadUidAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw e.WithRequest("DELETE", e.RequestUri!, e.Target, e.Attempts);
        }
    }

    private static async Task<JsonObject?> SendAsync(
        ApiClient client, ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        var request = ResourceRequests.Get(resource, @namespace, name, new ListOptions { Representation = Representation.Metadata });
        return JsonNodes.ToObject((await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false)).Child("metadata"));
    }
}
