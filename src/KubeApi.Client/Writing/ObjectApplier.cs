using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Server-side apply, which first migrates the ownership of fields to the field manager.</summary>
public sealed class ObjectApplier(ApiClient client)
{
    private const int MaxAttempts = 5;

    private readonly ObjectWriter _writer = new(client);

    /// <summary>
    /// Applies a manifest (server-side apply). First, fields that the same manager owns by other writes, and fields of client-side <c>kubectl apply</c>, are
    /// migrated to it (<see cref="OwnershipMigration"/>).
    /// </summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="body">The fields to own, with apiVersion and kind.</param>
    /// <param name="force">Whether to take over fields of other managers; the result lists them.</param>
    /// <param name="options">The write options, with a field manager.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">The apply was rejected; a conflict with another manager has a cause for each field.</exception>
    public async Task<WrittenObject> ApplyAsync(
        ApiResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool force, WriteOptions options, CancellationToken cancellationToken)
    {
        var version = options.DryRun ? null : await MoveOwnershipAsync(resource, @namespace, name, options, cancellationToken).ConfigureAwait(false);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var written = await ApplyOnceAsync(resource, @namespace, name, body, force, options, cancellationToken).ConfigureAwait(false);
                return written.Since(version);
            }
            catch (KubeApiException e) when (options.DryRun && ApplyConflicts.IsOfVersion(e) && attempt < MaxAttempts)
            {
                // Another write came between the two requests of a dry run: repeat both.
            }
        }
    }

    private async Task<WrittenObject> ApplyOnceAsync(
        ApiResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool force, WriteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var written = await _writer.SendAsync(WriteRequests.Apply(resource, @namespace, name, body, false, options), cancellationToken)
                .ConfigureAwait(false);
            return await WithoutDroppedAsync(resource, @namespace, name, written, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (ApplyConflicts.Overridable(e, force, options) is { } conflicts)
        {
            var written = await _writer.SendAsync(WriteRequests.Apply(resource, @namespace, name, body, true, options), cancellationToken)
                .ConfigureAwait(false);
            written = await WithoutDroppedAsync(resource, @namespace, name, written, options, cancellationToken).ConfigureAwait(false);
            return written with { Overridden = [.. conflicts.Where(c => !ApplyConflicts.IsOwn(c, options))] };
        }
        catch (KubeApiException e) when (ApplyConflicts.OfOthers(e, options) is { } failure)
        {
            throw failure;
        }
    }

    // Returns the version that the object had; null for a new object, or one that cannot be read.
    private async Task<string?> MoveOwnershipAsync(
        ApiResource resource, string? @namespace, string name, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var metadata = await MetadataReader.ReadAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false);
                if (options.Uid is { } uid && metadata.Child("uid")?.ToString() != uid)
                {
                    // Another object has the name: the server will reject the apply.
                    return null;
                }

                if (metadata is not null && OwnershipMigration.Patch(metadata, options.FieldManager!, options.Subresource) is { } patch)
                {
                    // The patch contains the resourceVersion.
                    var move = WriteRequests.Patch(resource, @namespace, name, PatchType.Json, patch, new WriteOptions()) with
                    {
                        RepeatSafety = RepeatSafety.Idempotent,
                    };
                    await _writer.SendAsync(move, cancellationToken).ConfigureAwait(false);
                }

                return metadata.Child("resourceVersion")?.ToString();
            }
            catch (KubeApiException e) when (e.StatusCode == 403 && e.Target?.Verb == "get")
            {
                // The user may apply but not read: the apply itself reports conflicts.
                return null;
            }
            catch (KubeApiException e) when (e.StatusCode is 409 or 404 && attempt < MaxAttempts)
            {
                // The object was modified or deleted in between.
            }
        }
    }

    // A dry run migrates no ownership, so its result still has the fields that the apply drops. A dry run of a replace without them shows the rest.
    private async Task<WrittenObject> WithoutDroppedAsync(
        ApiResource resource, string? @namespace, string name, WrittenObject written, WriteOptions options, CancellationToken cancellationToken)
    {
        if (!options.DryRun || JsonNodes.Parse(written.Json) is not JsonObject o || !DroppedFields.Remove(o, options.FieldManager!, options.Subresource))
        {
            return written;
        }

        try
        {
            var replace = WriteRequests.Replace(resource, @namespace, name, JsonNodes.Write(ObjectBody.ForReplace(o)), true, options);
            return await _writer.SendAsync(replace, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode is 403 or 405)
        {
            // The user may apply but not replace: the result shows the dropped fields.
            return written;
        }
    }
}
