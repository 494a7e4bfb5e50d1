using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>
/// Determines the result of a dry run. A dry run returns the version it started from, whatever it changes, so its object is compared with the existing one.
/// </summary>
public sealed class DryRun(ApiClient client)
{
    /// <summary>Reads the object, makes the dry run, and compares.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="options">The write options: field manager and subresource.</param>
    /// <param name="send">Makes the dry run.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="KubeApiException">The write would be rejected, or there was no response.</exception>
    public async Task<WrittenObject> CompareAsync(
        ApiResource resource, string? @namespace, string name, WriteOptions options, Func<Task<WrittenObject>> send, CancellationToken cancellationToken)
    {
        var read = ResourceRequests.Get(resource, @namespace, name, new ListOptions(), options.Subresource);
        var before = await TryReadAsync(read, cancellationToken).ConfigureAwait(false);
        var would = await send().ConfigureAwait(false);
        return would with { IsUnchanged = before is not null && JsonNodes.Parse(would.Json) is JsonObject after && AreEqual(before, after) };
    }

    // Without the right to read, the write counts as a change.
    private async Task<JsonObject?> TryReadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNodes.ToObject(await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (KubeApiException e) when (e.StatusCode is 403 or 404 or 405)
        {
            return null;
        }
    }

    private static bool AreEqual(JsonObject before, JsonObject after)
    {
        foreach (var entry in new[] { before, after }.SelectMany(o => o["metadata"].Child("managedFields") as JsonArray ?? []).OfType<JsonObject>())
        {
            entry.Remove("time");
        }

        return JsonNode.DeepEquals(before, after);
    }
}
