using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>
/// A cmdlet that writes whole objects. What was read from a server is written as it comes; manifests are collected, and namespaces and custom
/// resource definitions among them are written first.
/// </summary>
public abstract class ManifestCmdlet : WriteCmdlet
{
    private protected const string InputObjectSet = "InputObject";
    private protected const string PathSet = "Path";

    private readonly ManifestInput _input = new();
    private readonly List<Manifest> _collected = [];
    private int _written;
    private int _failed;
    private int _notJudged;

    /// <summary>Objects, hashtables, or YAML or JSON: strings, also line by line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Files and folders of manifests, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Also read the folders in a folder.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("R")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The namespace of manifests that name none; without it the session's. Objects that were read from another namespace are copied.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => false;

    /// <summary>What was done, in the past: <c>applied</c>, <c>applied on trial</c>.</summary>
    private protected abstract string Done { get; }

    /// <summary>Whether each object so far was written.</summary>
    private protected bool IsComplete => _failed + _notJudged == 0;

    /// <summary><c> on trial</c> if nothing is changed.</summary>
    private protected string OnTrial => IsRehearsal ? " on trial" : "";

    /// <summary>Whether what is missing is created, so that others of the set may count on it.</summary>
    private protected virtual bool Creates => true;

    /// <summary>Whether -Namespace goes before the namespace that a manifest names, as it does for objects that were read.</summary>
    private protected virtual bool NamespaceWins => false;

    /// <summary>Writes one object to one server.</summary>
    private protected abstract void Write(ObjectTarget target, Manifest manifest);

    /// <summary>Refuses a manifest that leaves the name to the server.</summary>
    private protected static void NeedName(Manifest manifest, string action)
    {
        if (manifest.Name.Length == 0)
        {
            throw new FormatException($"{manifest} has no metadata.name, which says what to {action}. New-KubeApiObject takes generateName.");
        }
    }

    /// <inheritdoc/>
    protected override void Process() => Take(
        ParameterSetName == PathSet ? _input.ReadFiles(Path, new ManifestPaths(SessionState, isLiteral: false, Recurse)) : _input.Add(InputObject));

    private void Take(IEnumerable<ManifestResult> results)
    {
        foreach (var manifest in ReadManifests(results, () => _failed++))
        {
            if (manifest.Origin is null)
            {
                _collected.Add(manifest);
                continue;
            }

            try
            {
                WriteEverywhere(manifest);
            }
            catch (KubeApiException e) when (e.Failure == FailureKind.SessionClosed)
            {
                _failed++;
                Report(manifest.ToString(), null, e);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        Take(_input.Complete());
        if (_input.HoldsNothing)
        {
            WriteWarning(NoObject);
        }

        foreach (var manifest in ManifestOrder.ForWriting(_collected))
        {
            WriteEverywhere(manifest);
        }

        var summary = $"{_written} of {_written + _failed + _notJudged} objects were {Done}"
            + $"{(_failed > 0 ? $", {_failed} failed" : "")}{(_notJudged > 0 ? $", {_notJudged} not judged" : "")}.";
        if (!IsComplete && _written + _failed + _notJudged > 1)
        {
            WriteWarning(summary);
        }
        else
        {
            WriteVerbose(summary);
        }
    }

    private void WriteEverywhere(Manifest manifest)
    {
        foreach (var session in SessionsOf(manifest.Origin, manifest))
        {
            try
            {
                Write(session, manifest);
                _written++;
            }
            catch (KubeApiException e) when (IsRehearsal && Creates && ManifestOrder.WhatIsMissing(e, manifest, _collected) is { } missing)
            {
                _notJudged++;
                WriteWarning($"{manifest} is not judged: {missing} comes with the same set.");
            }
            catch (Exception e) when (ErrorRecords.TryMake(e, manifest.ToString(), session, manifest.Place) is { } record)
            {
                _failed++;
                Report(record, session);
            }
        }
    }

    private void Write(KubeApiSession session, Manifest manifest)
    {
        if (manifest.Kind == "PartialObjectMetadata")
        {
            throw new FormatException($"{manifest} was read with -MetadataOnly and holds nothing but metadata: read the object without that switch.");
        }

        var type = FindResource(session, manifest);
        manifest = manifest.CopyFor(session, type.Namespaced ? Namespace : null, always: NamespaceWins);
        Write(new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, Namespace, session), manifest.Name), manifest);
        if (!IsRehearsal)
        {
            Await(session, manifest);
        }
    }

    // The definition is written, whatever comes of the wait; what needs it says itself that it cannot be written.
    private void Await(KubeApiSession session, Manifest definition)
    {
        foreach (var (apiVersion, kind) in ManifestOrder.ServedBy(definition, _collected))
        {
            try
            {
                Wait(session.Discovery.WaitForKindAsync(Observed(session), apiVersion, kind, Stopped));
            }
            catch (KubeApiException e)
            {
                WriteWarning($"{definition} was {Done}, but whether the server offers '{kind}' of {apiVersion} yet is unknown: {e.Message}");
            }

            ForgetUnknown();
        }
    }
}
