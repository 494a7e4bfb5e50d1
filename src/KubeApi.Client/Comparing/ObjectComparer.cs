using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Comparing;

/// <summary>Compares an object with the result of a forced apply, by a dry run on the server. Changes nothing.</summary>
public sealed class ObjectComparer(ApiClient client)
{
    private const int MaxAttempts = 4;

    /// <summary>Reads an object, and the result of applying to it (a dry run), both of the same version.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="body">The fields to own, with apiVersion and kind.</param>
    /// <param name="options">The write options, with a field manager.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">The object cannot be read, or the apply is rejected.</exception>
    public async Task<ComparedObject> CompareApplyAsync(
        ApiResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, WriteOptions options, CancellationToken cancellationToken)
    {
        var applier = new ObjectApplier(client);
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync(resource, @namespace, name, options.Subresource, cancellationToken).ConfigureAwait(false);
            var would = await applier.ApplyAsync(
                resource, @namespace, name, body, force: true, options with { DryRun = true }, cancellationToken).ConfigureAwait(false);
            var after = JsonNodes.Parse(would.Json) as JsonObject
                ?? throw new KubeApiException(FailureKind.InvalidAnswer, $"The response to the apply of {name} is not an object.");

            // A dry run returns the version it started from; another version means a write in between.
            if ((before is null && would.IsNew) || (before is not null && VersionOf(before) == VersionOf(after)) || attempt == MaxAttempts)
            {
                return new ComparedObject(before, after, would.Overridden);
            }
        }
    }

    private async Task<JsonObject?> ReadAsync(ApiResource resource, string? @namespace, string name, string? subresource, CancellationToken cancellationToken)
    {
        try
        {
            var request = ResourceRequests.Get(resource, @namespace, name, new ListOptions(), subresource);
            return JsonNodes.ToObject(await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    private static string? VersionOf(JsonObject o) => o["metadata"].Child("resourceVersion")?.ToString();
}
