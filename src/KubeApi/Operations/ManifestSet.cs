using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Sends whole objects. Those that were read from a server are sent as they arrive; manifests are collected, and namespaces and custom resource definitions
/// among them are sent first.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="send">Sends one object to one server.</param>
internal sealed class ManifestSet(PipelineRun pipeline, SessionScope sessions, Action<ObjectTarget, Manifest> send)
{
    private readonly ManifestCollector _collector = new(pipeline);
    private readonly List<Manifest> _collected = [];
    private int _sent;
    private int _failed;
    private int _unchecked;
    private bool _hasSeveralTypes;

    /// <summary>The command's action as a past participle: <c>applied</c>.</summary>
    public required string Done { get; init; }

    /// <summary>The value of -Namespace; null for the namespace of each object, or the session's.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Whether -Namespace overrides the namespace of manifests, as it does for objects that were read.</summary>
    public required bool OverridesNamespace { get; init; }

    /// <summary>Whether a missing object is created, so other objects of the set can depend on it.</summary>
    public required bool Creates { get; init; }

    /// <summary>Whether the server stores nothing.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Whether every object so far was sent.</summary>
    public bool IsComplete => Failed + _unchecked == 0;

    private int Failed => _failed + _collector.Failures;

    /// <summary>Takes one input of the pipeline.</summary>
    public void Add(object? input) => Take(_collector.Add(input));

    /// <summary>Takes files and folders.</summary>
    public void AddFiles(string[] paths, bool recurse) => Take(_collector.AddFiles(paths, recurse));

    /// <summary>Sends the collected manifests, and reports how many objects were sent.</summary>
    public void Complete()
    {
        Take(_collector.Complete());
        _hasSeveralTypes = _collected.DistinctBy(m => (m.ApiVersion, m.Kind)).Skip(1).Any();
        foreach (var manifest in ManifestOrder.ForWriting(_collected))
        {
            SendToEach(manifest);
        }

        var summary = $"{_sent} of {_sent + Failed + _unchecked} objects were {Done}"
            + $"{(Failed > 0 ? $", {Failed} failed" : "")}{(_unchecked > 0 ? $", {_unchecked} not validated" : "")}.";
        if (!IsComplete && _sent + Failed + _unchecked > 1)
        {
            pipeline.Host.WriteWarning(summary);
        }
        else
        {
            pipeline.Host.WriteVerbose(summary);
        }
    }

    private void Take(IEnumerable<Manifest> manifests)
    {
        foreach (var manifest in manifests)
        {
            if (manifest.Origin is null)
            {
                _collected.Add(manifest);
                continue;
            }

            try
            {
                SendToEach(manifest);
            }
            catch (KubeApiException e) when (e.Failure == FailureKind.SessionClosed)
            {
                _failed++;
                pipeline.Report(manifest.ToString(), null, e);
            }
        }
    }

    private void SendToEach(Manifest manifest)
    {
        foreach (var session in sessions.For(manifest.Origin, manifest))
        {
            try
            {
                Send(session, manifest);
                _sent++;
            }
            catch (KubeApiException e) when (IsDryRun && Creates && ManifestOrder.MissingDependency(e, manifest, _collected) is { } missing)
            {
                _unchecked++;
                pipeline.Host.WriteWarning($"{manifest} was not validated: it needs {missing}, which a dry run of the same set does not create.");
            }
            catch (Exception e) when (ErrorRecords.TryMake(e, manifest.ToString(), session, manifest.Place) is { } record)
            {
                _failed++;
                pipeline.Report(record, session);
            }
        }
    }

    private void Send(KubeApiSession session, Manifest manifest)
    {
        if (manifest.Kind == "PartialObjectMetadata")
        {
            throw new FormatException($"{manifest} was read with -MetadataOnly and has only metadata. Read the object without that switch.");
        }

        var type = sessions.Types.Find(session, manifest);
        manifest = manifest.CopyFor(session, type.Namespaced ? Namespace : null, always: OverridesNamespace);
        var target = new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, Namespace, session), manifest.Name)
        {
            IsOneOfSeveralTypes = manifest.Origin is null ? _hasSeveralTypes : manifest.IsOneOfSeveralTypes,
        };
        send(target, manifest);
        if (!IsDryRun)
        {
            WaitForTypesOf(manifest, session);
        }
    }

    // The definition is stored, even if the wait fails; the objects that need it report their own failures.
    private void WaitForTypesOf(Manifest definition, KubeApiSession session)
    {
        foreach (var (apiVersion, kind) in ManifestOrder.ServedBy(definition, _collected))
        {
            try
            {
                pipeline.Wait(session.Discovery.WaitForKindAsync(sessions.ClientOf(session), apiVersion, kind, pipeline.Stopped));
            }
            catch (KubeApiException e)
            {
                pipeline.Host.WriteWarning(
                    $"{definition} was {Done}, but the server may not serve '{kind}' of {apiVersion} yet: {e.Message}");
            }

            sessions.Types.ForgetUnknown();
        }
    }
}
