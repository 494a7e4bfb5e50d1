using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Changes objects of one server.</summary>
public sealed class ObjectWriter(ApiClient client)
{
    private const int MaxAttempts = 5;

    /// <summary>Sends a change, and reads the stored object. If its response is incomplete, a repeatable request is sent again.</summary>
    /// <exception cref="KubeApiException">The server rejected the request, or its outcome is unknown.</exception>
    public async Task<WrittenObject> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        KubeApiException? brokenOff = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
                var json = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
                var item = WriteResponse.Read(request, json);
                return new WrittenObject(item.Json, response.StatusCode == 201, []) { Cells = item.Cells, Columns = item.Columns };
            }
            catch (KubeApiException e) when (
                request.RepeatSafety == RepeatSafety.Idempotent && attempt < MaxAttempts
                    && e is { Failure: FailureKind.UnknownOutcome, StatusCode: >= 200 and < 300 })
            {
                brokenOff = e;
            }
            catch (KubeApiException e) when (brokenOff is not null && request.Method == HttpMethod.Delete && e.StatusCode is 404 or 409)
            {
                // It was already deleted: its name is free, or another object has it.
                return new WrittenObject([], false, []);
            }
            catch (KubeApiException e) when (brokenOff is not null && request.Method == HttpMethod.Put && e.StatusCode == 409)
            {
                // The earlier attempt replaced this version, and the object may have changed since.
                throw brokenOff;
            }
        }
    }

    /// <summary>
    /// Changes a part of an object. An apply patch migrates the fields of the same manager's other writes, as an apply does, but only the fields in the patch:
    /// the others would be dropped.
    /// </summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="type">The type of the patch; null for a strategic merge patch, or a merge patch if the resource does not support it (415).</param>
    /// <param name="patch">The patch.</param>
    /// <param name="options">The write options.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">The patch was rejected, or its outcome is unknown.</exception>
    public async Task<WrittenObject> PatchAsync(
        ApiResource resource, string? @namespace, string name, PatchType? type, ReadOnlyMemory<byte> patch, WriteOptions options,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(
                WriteRequests.Patch(resource, @namespace, name, type ?? PatchType.Strategic, patch, options), cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (type == PatchType.Apply && ApplyConflicts.Overridable(e, false, options) is not null)
        {
            return await SendAsync(WriteRequests.Apply(resource, @namespace, name, patch, true, options), cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw await NamespaceLookup.ExplainAsync(client, e, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (JsonPatchAdvice.IsNeeded(e, type))
        {
            var read = ResourceRequests.Get(resource, @namespace, name, new ListOptions(), options.Subresource);
            throw await JsonPatchAdvice.ExplainAsync(client, read, patch, options.Uid is null ? 0 : 1, e, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 415 && type is null)
        {
            return await SendAsync(WriteRequests.Patch(resource, @namespace, name, PatchType.Merge, patch, options), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces an object, if it still has the version of the new one; the newest version, if the new one has none.</summary>
    /// <exception cref="KubeApiException">The request was rejected; the message of a conflict has both versions.</exception>
    public async Task<WrittenObject> ReplaceAsync(
        ApiResource resource, string? @namespace, string name, JsonObject o, WriteOptions options, CancellationToken cancellationToken)
    {
        var carried = o["metadata"].Child("resourceVersion")?.ToString();
        for (var attempt = 1; ; attempt++)
        {
            var version = carried
                ?? (await MetadataReader.ReadAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false)).Child("resourceVersion")
                    ?.ToString();
            try
            {
                var body = JsonNodes.Write(ObjectBody.ForReplace(o, version));
                var written = await SendAsync(
                    WriteRequests.Replace(resource, @namespace, name, body, version is not null, options), cancellationToken).ConfigureAwait(false);
                return written.Since(version);
            }
            catch (KubeApiException e) when (e.StatusCode == 404)
            {
                throw await NamespaceLookup.ExplainAsync(client, e, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && carried is null && attempt < MaxAttempts)
            {
                // Another write came first: read the newest version again.
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && e.Failure == FailureKind.Refused && carried is not null)
            {
                var now = await MetadataReader.ReadAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false);
                var (uid, nowUid) = (o["metadata"].Child("uid")?.ToString(), now.Child("uid")?.ToString());
                var newest = now.Child("resourceVersion") is { } stored ? $"the server's has {stored}" : "and the server no longer has it";
                throw e.WithMessage(m => uid is not null && nowUid is not null && uid != nowUid
                    ? $"{m} (your object has the uid {uid}, the server's has {nowUid})"
                    : $"{m} (your object has the version {carried}, {newest})");
            }
        }
    }
}
