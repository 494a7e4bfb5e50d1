using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Changes parts of objects with a given patch, or with a patch computed from the current object.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="changer">Sends the patches.</param>
/// <param name="type">The value of -Type; null for none.</param>
/// <param name="subresource">The value of -Subresource; null for none.</param>
internal sealed class ObjectUpdate(PipelineRun pipeline, SessionScope sessions, ObjectChanger changer, PatchType? type, string? subresource)
{
    private const int MaxAttempts = 5;

    private readonly TargetReader _reader = new(pipeline, sessions);

    /// <summary>Changes one object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="patch">The change.</param>
    /// <param name="manifest">The manifest of the object from the pipeline; null for a name.</param>
    public void Run(ObjectTarget target, PatchArgument patch, Manifest? manifest)
    {
        var uid = sessions.UidFor(target.Session, manifest);
        var part = subresource ?? manifest?.Subresource;
        if (patch.NeedsObject)
        {
            Edit(target, patch, uid is null ? null : manifest, uid, part);
            return;
        }

        if (uid is not null && (part is not null || patch.Patch is JsonArray))
        {
            // The server does not compare the uid of a scale, and does not say what failed in a JSON patch.
            _ = _reader.Read(target, manifest);
        }

        var body = type == PatchType.Apply ? WithIdentity(target, manifest, (JsonObject)patch.Patch!) : patch.Patch!;
        Send(target, patch.TypeOr(type), body, uid, part);
    }

    private void Edit(ObjectTarget target, PatchArgument patch, Manifest? manifest, string? uid, string? part)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (o, cells) = _reader.Read(target, manifest, part, changer.Options.Representation);
            if (patch.Edit(o) is not { } edit)
            {
                ReportUnchanged(target, patch);
                if (!pipeline.Host.IsWhatIf)
                {
                    changer.Output(target, JsonNodes.Write(o), cells, part);
                }

                return;
            }

            try
            {
                Send(target, PatchType.Merge, edit, uid, part);
                return;
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && attempt < MaxAttempts)
            {
                pipeline.Host.WriteVerbose($"{target} was modified in the meantime; reading it again and repeating the change.");
            }
            catch (KubeApiException e) when (e.StatusCode == 409)
            {
                throw e.WithMessage(m => $"{m} ({MaxAttempts} attempts, each with the newest version)")
                    .WithRecommendedAction("Another client keeps modifying the object. A patch needs no resource version and changes only its own fields.");
            }
        }
    }

    private void ReportUnchanged(ObjectTarget target, PatchArgument patch)
    {
        if (patch.IsScript)
        {
            pipeline.Host.WriteWarning(
                $"{target}: the script block did not change the object. Its nested objects are dictionaries: remove a key with "
                + "$_.metadata.labels.Remove('key'), not with $_.metadata.labels.PSObject.Properties.Remove('key').");
        }
        else
        {
            pipeline.Host.WriteVerbose($"{target} is unchanged.");
        }
    }

    private void Send(ObjectTarget target, PatchType? patchType, JsonNode patch, string? uid, string? part)
    {
        // A copy: the same patch is sent to several objects.
        var body = JsonNodes.Write(ObjectBody.ForUid(patch.DeepClone(), uid));
        var writer = new ObjectWriter(sessions.ClientOf(target.Session));
        try
        {
            changer.Change(
                target,
                "Patch",
                changer.Options with { Subresource = part, Uid = uid },
                o => writer.PatchAsync(target.Type, target.Namespace, target.Name, patchType, body, o, pipeline.Stopped));
        }
        catch (KubeApiException e) when (e.Status.Causes.Any(c => c.Reason == "FieldManagerConflict"))
        {
            throw e.WithRecommendedAction("Use -Type Merge, which ignores field ownership, or remove these fields from the patch.");
        }
    }

    // A copy: each of several objects gets its own name.
    private static JsonObject WithIdentity(ObjectTarget target, Manifest? manifest, JsonObject given)
    {
        var patch = (JsonObject)given.DeepClone();
        // An object that was read as a scale has its own kind.
        patch["apiVersion"] ??= manifest?.ApiVersion ?? target.Type.ApiVersion;
        patch["kind"] ??= manifest?.Kind ?? target.Type.Kind;
        patch["metadata"] ??= new JsonObject();
        patch["metadata"]!["name"] ??= target.Name;
        return patch;
    }
}
