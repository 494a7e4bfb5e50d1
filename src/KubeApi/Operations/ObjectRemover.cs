using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Writing;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Deletes objects and, if the command waits, waits until they are gone.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="options">The delete parameters of the command.</param>
internal sealed class ObjectRemover(PipelineRun pipeline, SessionScope sessions, DeleteOptions options)
{
    private readonly TargetResolver _resolver = new(pipeline, sessions, "Remove-KubeApiObject");
    private readonly ManifestCollector _manifests = new(pipeline);
    private readonly List<Manifest> _collected = [];
    // All are deleted before any is waited for: they may wait for each other.
    private readonly WatchPlan _awaited = new(pipeline, sessions);
    private readonly Dictionary<(WatchTarget, string), Func<object?>> _removals = [];
    private readonly NameTable _names = new();
    private int _removed;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The namespace of piped objects that have none; null for the session's.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether to delete without the questions of <see cref="Remove(KubeApiSession, ObjectQuery, ObjectNames)"/>.</summary>
    public bool Force { get; init; }

    /// <summary>How long to wait until all objects are gone; zero for a single check, null for no wait.</summary>
    public TimeSpan? WaitTimeout { get; init; }

    /// <summary>Whether to write the last state of each deleted object.</summary>
    public bool PassThru { get; init; }

    /// <summary>Deletes the objects that a query finds. Several from a list need confirmation.</summary>
    public void Remove(KubeApiSession session, ObjectQuery query, ObjectNames names)
    {
        var (found, isSelection) = Find(session, query, names);
        if (isSelection && found.Count > 1 && !pipeline.Host.IsWhatIf && !options.DryRun && !IsConfirmed(FoundObject.DeletionOf(found, session)))
        {
            return;
        }

        foreach (var one in found)
        {
            pipeline.Attempt(one.Target.ToString(), session, () => Remove(one.Target, one.Uid, one.ToObject));
        }
    }

    /// <summary>Takes files and folders of manifests.</summary>
    public void AddFiles(string[] paths, bool recurse) => Take(_manifests.AddFiles(paths, recurse), null);

    /// <summary>Deletes objects that were read, and keeps manifests for <see cref="Complete"/>.</summary>
    /// <param name="input">An object, a manifest, a string like <c>pod/web-1</c>, or an array of them.</param>
    /// <param name="removeNamed">Deletes the object of such a string in a session.</param>
    public void Add(object? input, Action<KubeApiSession, ResourceName> removeNamed)
    {
        foreach (var item in PipelineItems.Of(input))
        {
            if (_manifests.IsInText || ResourceName.Of(item) is not { } named)
            {
                Take(_manifests.Add(item), item);
                continue;
            }

            foreach (var session in sessions.For(null, named))
            {
                pipeline.Attempt(named.ToString(), session, () => removeNamed(session, named));
            }
        }
    }

    /// <summary>Deletes the objects of the manifests, waits for all, and reports how many were deleted if some failed.</summary>
    public void Complete()
    {
        Take(_manifests.Complete(), null);
        foreach (var manifest in ManifestOrder.ForRemoving(_collected))
        {
            Remove(manifest, ToObject(manifest));
        }

        if (WaitTimeout is { } timeout)
        {
            new ObjectWaiter(pipeline, sessions, _awaited, new WaitGoal([new DeletedCondition()]), timeout)
            {
                Met = (target, o) => Count(_removals[(target, o.Key.Name)]),
                ToErrorTarget = (target, o) => target.ToObject(o.Key.Name).ToString(),
            }.Run();
        }

        if (pipeline.Failures > 0 && _removed > 0)
        {
            pipeline.Host.WriteWarning(
                $"{_removed} of {_removed + pipeline.Failures} objects were deleted{(options.DryRun ? " (dry run)" : "")}, {pipeline.Failures} failed.");
        }
    }

    private void Take(IEnumerable<Manifest> manifests, object? input)
    {
        foreach (var manifest in manifests)
        {
            // An object that was read is identified by its uid; a manifest refers to any object of its name, and is deleted in reverse order.
            if (manifest.Uid is null && manifest.Origin is null)
            {
                _collected.Add(manifest);
            }
            else
            {
                Remove(manifest, manifest.Origin is null ? ToObject(manifest) : input);
            }
        }
    }

    private (List<FoundObject> Found, bool IsSelection) Find(KubeApiSession session, ObjectQuery query, ObjectNames names)
    {
        var (found, isSelection) = (new List<FoundObject>(), false);
        var client = sessions.ClientOf(session);
        foreach (var (_, result) in pipeline.Pull(ObjectQueries.RunAsync(session, client, query)))
        {
            if (result.Failure is { } failure)
            {
                failure = failure is KubeApiException e ? pipeline.Wait(NamespaceLookup.ExplainAsync(client, e, pipeline.Stopped)) : failure;
                pipeline.Report(result.Target, session, failure);
            }
            else if (FoundObject.Of(session, result) is var one && (!result.IsListed || names.Match(one.Target.Name)))
            {
                isSelection |= result.IsListed;
                found.Add(one);
            }
        }

        return (found, isSelection);
    }

    private void Remove(Manifest manifest, object? removed) => _resolver.ForEachManifest(manifest, Namespace, target =>
    {
        if (manifest.Subresource is { } part)
        {
            throw new ArgumentException(
                $"Cannot delete {manifest}: it is the subresource '{part}' of an object. "
                + "Read the object without -Subresource, and pipe it.");
        }

        var client = sessions.ClientOf(target.Session);
        var uid = manifest.Uid ?? pipeline.Wait(MetadataReader.ReadUidToDeleteAsync(client, target.Type, target.Namespace, target.Name, pipeline.Stopped));
        Remove(target, uid, () => removed);
    });

    private void Remove(ObjectTarget target, string? uid, Func<object?> removed)
    {
        if (!pipeline.ShouldProcess(target.ToString(), "Delete")
            || (target.IsContainer && !options.DryRun && !IsConfirmed($"Delete {target} and everything in it?")))
        {
            return;
        }

        var writer = new ObjectWriter(sessions.ClientOf(target.Session));
        var request = WriteRequests.Delete(target.Type, target.Namespace, target.Name, options with { Uid = uid });
        pipeline.Wait(writer.SendAsync(request, pipeline.Stopped));
        if (WaitTimeout is not null && target.Type.Verbs.Contains("watch"))
        {
            _removals[(_awaited.Add(target, uid), target.Name)] = removed;
        }
        else
        {
            Count(removed);
        }
    }

    private void Count(Func<object?> removed)
    {
        _removed++;
        if (PassThru)
        {
            pipeline.Host.WriteObject(removed());
        }
    }

    // With -Confirm, the prompt was already shown or is disabled.
    private bool IsConfirmed(string question) =>
        Force || pipeline.Host.HasConfirm
        || pipeline.Confirm(question, "-Force or -Confirm:$false", () => pipeline.Host.ShouldContinue(question, "Delete", ref _yesToAll, ref _noToAll));

    private object? ToObject(Manifest manifest)
    {
        var source = new JsonSource(JsonNodes.Write(manifest.Body), _names, ShowManagedFields: false);
        return ApiObject.Create(source, manifest.Place, manifest.ApiVersion, manifest.Kind);
    }
}
