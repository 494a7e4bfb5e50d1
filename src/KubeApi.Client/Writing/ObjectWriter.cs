using System.Diagnostics;
using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Changes objects of one server.</summary>
public sealed class ObjectWriter(ApiClient client)
{
    private const int MaxAttempts = 5;

    /// <summary>Sends a change, and reads what was stored. Where the answer breaks off, what may be sent twice is.</summary>
    /// <exception cref="KubeApiException">It was refused, or its outcome is not known.</exception>
    public async Task<WrittenObject> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        KubeApiException? brokenOff = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
                return new WrittenObject(await response.ReadAllAsync(cancellationToken).ConfigureAwait(false), response.StatusCode == 201, []);
            }
            catch (KubeApiException e) when (request.RepeatSafety == RepeatSafety.Idempotent && attempt < MaxAttempts && e is { Failure: FailureKind.UnknownOutcome, StatusCode: >= 200 and < 300 })
            {
                brokenOff = e;
            }
            catch (KubeApiException e) when (brokenOff is not null && request.Method == HttpMethod.Delete && e.StatusCode is 404 or 409)
            {
                // It is gone; under its name there is nothing, or another one.
                return new WrittenObject([], false, []);
            }
            catch (KubeApiException e) when (brokenOff is not null && request.Method == HttpMethod.Put && e.StatusCode == 409)
            {
                // The version that it replaces is no more: it was replaced, and perhaps changed since.
                throw brokenOff;
            }
        }
    }

    /// <summary>
    /// Applies a manifest on the server's side. Before, what the same manager owns by other writes, and what client-side <c>kubectl apply</c>
    /// owned, is moved to it (<see cref="OwnershipMigration"/>).
    /// </summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for what has none.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="body">The fields to own, with apiVersion and kind.</param>
    /// <param name="force">Take fields over that others own; the result tells which.</param>
    /// <param name="options">How to write; it names a field manager.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="KubeApiException">It was refused; a conflict with another manager has a cause for each field.</exception>
    public async Task<WrittenObject> ApplyAsync(
        GroupVersionResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool force, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!options.DryRun)
        {
            await MoveOwnershipAsync(resource, @namespace, name, options, cancellationToken).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ApplyOnceAsync(resource, @namespace, name, body, force, options, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (options.DryRun && ApplyConflicts.IsOfVersion(e) && attempt < MaxAttempts)
            {
                // Somebody wrote between the two requests of a dry run: both are made again.
            }
        }
    }

    private async Task<WrittenObject> ApplyOnceAsync(
        GroupVersionResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool force, WriteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var written = await SendAsync(WriteRequests.Apply(resource, @namespace, name, body, false, options), cancellationToken).ConfigureAwait(false);
            return await WithoutDroppedAsync(resource, @namespace, name, written, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (ApplyConflicts.Overridable(e, force, options) is { } conflicts)
        {
            var written = await SendAsync(WriteRequests.Apply(resource, @namespace, name, body, true, options), cancellationToken).ConfigureAwait(false);
            written = await WithoutDroppedAsync(resource, @namespace, name, written, options, cancellationToken).ConfigureAwait(false);
            return written with { Overridden = [.. conflicts.Where(c => !ApplyConflicts.IsOwn(c, options))] };
        }
    }

    /// <summary>
    /// Changes a part of an object. An apply patch takes over what the same manager wrote by other writes, as <see cref="ApplyAsync"/> does, but
    /// only the fields that it holds: it does not know the others, and would let go of them.
    /// </summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for what has none.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="type">The kind of patch; null for a strategic merge patch, or a merge patch where the resource knows none (415).</param>
    /// <param name="patch">The patch.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="KubeApiException">It was refused, or its outcome is not known.</exception>
    public async Task<WrittenObject> PatchAsync(
        GroupVersionResource resource, string? @namespace, string name, PatchType? type, ReadOnlyMemory<byte> patch, WriteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(WriteRequests.Patch(resource, @namespace, name, type ?? PatchType.Strategic, patch, options), cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (type == PatchType.Apply && ApplyConflicts.Overridable(e, false, options) is not null)
        {
            return await SendAsync(WriteRequests.Apply(resource, @namespace, name, patch, true, options), cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw await ExplainMissingAsync(e, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Waits until an object is gone, or another has its name.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for what has none.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="uid">The object that is to go; null for whichever has the name.</param>
    /// <param name="limit">How long to wait; null for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is gone.</returns>
    /// <exception cref="KubeApiException">It may not be read.</exception>
    public async Task<bool> WaitUntilGoneAsync(
        GroupVersionResource resource, string? @namespace, string name, string? uid, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = 100; ; pause = Math.Min(2 * pause, 2000))
        {
            var metadata = await ReadMetadataAsync(resource, @namespace, name, cancellationToken).ConfigureAwait(false);
            if (metadata is null || (uid is not null && metadata["uid"]?.ToString() != uid))
            {
                return true;
            }

            if (limit is { } longest && Stopwatch.GetElapsedTime(started) >= longest)
            {
                return false;
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Replaces an object, if it is still of the version that the new one carries; of the newest, if that carries none.</summary>
    /// <exception cref="KubeApiException">It was refused; a conflict tells both versions.</exception>
    public async Task<WrittenObject> ReplaceAsync(
        GroupVersionResource resource, string? @namespace, string name, JsonObject o, WriteOptions options, CancellationToken cancellationToken)
    {
        var carried = o["metadata"]?["resourceVersion"]?.ToString();
        for (var attempt = 1; ; attempt++)
        {
            var version = carried ?? (await ReadMetadataAsync(resource, @namespace, name, cancellationToken).ConfigureAwait(false))?["resourceVersion"]?.ToString();
            try
            {
                var body = ObjectBody.Write(ObjectBody.ForReplace(o, version));
                return await SendAsync(WriteRequests.Replace(resource, @namespace, name, body, version is not null, options), cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 404)
            {
                throw await ExplainMissingAsync(e, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && carried is null && attempt < MaxAttempts)
            {
                // Somebody was faster, and the newest is meant: that is another by now.
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && e.Failure == FailureKind.Refused && carried is not null)
            {
                var now = await ReadMetadataAsync(resource, @namespace, name, cancellationToken).ConfigureAwait(false);
                var (uid, nowUid) = (o["metadata"]?["uid"]?.ToString(), now?["uid"]?.ToString());
                throw e.Told(m => uid is not null && nowUid is not null && uid != nowUid
                    ? $"{m} (yours has the uid {uid}, the server's is another object, {nowUid})"
                    : $"{m} (yours is of version {carried}, the server's is {now?["resourceVersion"]?.ToString() ?? "gone"})");
            }
        }
    }

    /// <summary>Reads one object's metadata; null if there is no such object.</summary>
    /// <exception cref="KubeApiException">It may not be read.</exception>
    public async Task<JsonObject?> ReadMetadataAsync(GroupVersionResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var json = await client.SendForBytesAsync(ResourceRequests.Get(resource, @namespace, name, new ListOptions { Representation = Representation.Metadata }), cancellationToken).ConfigureAwait(false);
            return ObjectBody.Parse(json)?["metadata"] as JsonObject;
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>The uid of the object that has a name; null if it may not be read.</summary>
    /// <exception cref="KubeApiException">There is no such object.</exception>
    public async Task<string?> ReadUidAsync(GroupVersionResource resource, string? @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var json = await client.SendForBytesAsync(ResourceRequests.Get(resource, @namespace, name, new ListOptions { Representation = Representation.Metadata }), cancellationToken).ConfigureAwait(false);
            return ObjectBody.Parse(json)?["metadata"]?["uid"]?.ToString();
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            return null;
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw await ExplainMissingAsync(e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The failure of one that was not found, of which is known whether the namespace is what is missing: the server says so of a create alone.</summary>
    public Task<KubeApiException> ExplainMissingAsync(KubeApiException missing, CancellationToken cancellationToken) => NamespaceLookup.ExplainAsync(client, missing, cancellationToken);

    private async Task MoveOwnershipAsync(GroupVersionResource resource, string? @namespace, string name, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var metadata = await ReadMetadataAsync(resource, @namespace, name, cancellationToken).ConfigureAwait(false);
                if (options.Uid is { } uid && metadata?["uid"]?.ToString() != uid)
                {
                    // It is another one: the apply is going to be refused.
                    return;
                }

                if (metadata is not null && OwnershipMigration.Patch(metadata, options.FieldManager!, options.Subresource) is { } patch)
                {
                    // It carries the resourceVersion.
                    var move = WriteRequests.Patch(resource, @namespace, name, PatchType.Json, patch, new WriteOptions()) with { RepeatSafety = RepeatSafety.Idempotent };
                    await SendAsync(move, cancellationToken).ConfigureAwait(false);
                }

                return;
            }
            catch (KubeApiException e) when (e.StatusCode == 403 && e.Target?.Verb == "get")
            {
                // Who may apply and not read: the apply says what is in its way.
                return;
            }
            catch (KubeApiException e) when (e.StatusCode is 409 or 404 && attempt < MaxAttempts)
            {
                // Somebody changed or removed the object in between.
            }
        }
    }

    // A dry run moves nothing, so the server still shows what the apply itself lets go of. It is asked what it would make of the object without that.
    private async Task<WrittenObject> WithoutDroppedAsync(
        GroupVersionResource resource, string? @namespace, string name, WrittenObject written, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!options.DryRun || ObjectBody.Parse(written.Json) is not JsonObject o || !DroppedFields.Remove(o, options.FieldManager!, options.Subresource))
        {
            return written;
        }

        try
        {
            return await SendAsync(WriteRequests.Replace(resource, @namespace, name, ObjectBody.Write(ObjectBody.ForReplace(o)), true, options), cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode is 403 or 405)
        {
            // Who may apply and not replace sees a little less.
            return written;
        }
    }
}
