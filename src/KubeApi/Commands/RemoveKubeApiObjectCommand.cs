using System.Diagnostics;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Objects;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Deletes objects: by name, by selector, or those that are piped in.</summary>
[Cmdlet(VerbsCommon.Remove, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class RemoveKubeApiObjectCommand : SessionCmdlet
{
    private const string NameSet = "Name";
    private const string LiteralNameSet = "LiteralName";
    private const string InputObjectSet = "InputObject";

    private readonly List<Manifest> _collected = [];
    private readonly List<(ObjectTarget Target, string? Uid, long Since, Func<object?> Removed)> _awaited = [];
    private readonly NameTable _names = new();
    private int _removed;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Resource types by any of their names: <c>pods</c>, <c>deployments.apps</c>, <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralNameSet)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = [];

    /// <summary>Names of objects, with wildcards.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Names of objects, as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralNameSet)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralName { get; set; }

    /// <summary>Objects or manifests of what is to go; or texts like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The namespaces to look in; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Look in all namespaces.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = LiteralNameSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Objects with these labels: <c>app=web</c>, or <c>@{ app = 'web' }</c>.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("l")]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>Objects with these fields: <c>status.phase=Failed</c>, or <c>@{ 'status.phase' = 'Failed' }</c>.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNull]
    public FieldSelectorArgument? FieldSelector { get; set; }

    /// <summary>Seconds that a pod has to end; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriod { get; set; }

    /// <summary>What happens to what the object owns.</summary>
    [Parameter]
    [ValidateSet("Background", "Foreground", "Orphan")]
    public string? Propagation { get; set; }

    /// <summary>Wait until each object is gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for each; without it as long as it takes.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? WaitTimeout { get; set; }

    /// <summary>Do not ask before namespaces, custom resource definitions and selections of several objects go.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The server does everything but delete.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Write each object as it was before it went.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Resource.Length == 0 && Namespace is { Length: > 1 })
        {
            throw new ArgumentException("An object that is piped in is of one namespace: give -Namespace one, or leave it out.");
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != InputObjectSet)
        {
            var names = ObjectNames.From(Name, LiteralName);
            foreach (var session in Sessions)
            {
                Attempt(string.Join(',', Resource), session, () => RemoveSelected(session, Resource, names));
            }

            return;
        }

        if (ResourceAndNameOf(InputObject) is { } named)
        {
            foreach (var session in SessionsOf(null, named))
            {
                Attempt(named, session, () => RemoveSelected(session, [named], ObjectNames.From(null, null)));
            }

            return;
        }

        foreach (var manifest in ReadManifests(InputObject))
        {
            // What was read is that one object; what stands in a file is whatever has the name, and goes in reverse order.
            if (manifest.Uid is null && manifest.Origin is null)
            {
                _collected.Add(manifest);
            }
            else
            {
                Remove(manifest, InputObject);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (var manifest in ManifestOrder.ForRemoving(_collected))
        {
            Remove(manifest, ApiObject.Create(new JsonSource(ObjectBody.Write(manifest.Body), _names, ShowManagedFields: false), manifest.Place, manifest.ApiVersion, manifest.Kind));
        }

        foreach (var (target, uid, since, removed) in _awaited)
        {
            Attempt(target.ToString(), target.Session, () => WaitUntilGone(target, uid, since, removed));
        }

        if (Failures > 0 && _removed > 0)
        {
            WriteWarning($"{_removed} of {_removed + Failures} objects were deleted{(DryRun ? " on trial" : "")}, {Failures} failed.");
        }
    }

    private void RemoveSelected(KubeApiSession session, string[] resources, ObjectNames names)
    {
        var (labels, fields) = (Meaningful(LabelSelector?.ToString()), Meaningful(FieldSelector?.ToString()));
        if (names.Exact.Count + names.Patterns.Count == 0 && labels is null && fields is null && !Array.TrueForAll(resources, r => r.Split('/', 2) is [_, { Length: > 0 }]))
        {
            throw new ArgumentException($"Say which {string.Join(", ", resources)}: by name, -LabelSelector or -FieldSelector; -Name * is all of them.");
        }

        var query = new ObjectQuery
        {
            Resources = resources,
            Names = names.Exact,
            AlsoList = names.Patterns.Count > 0,
            Namespaces = AllNamespaces ? null : Namespace ?? [session.Namespace],
            Options = new ListOptions { LabelSelector = labels, FieldSelector = fields, MetadataOnly = !PassThru },
        };
        List<(ObjectTarget Target, string? Uid, byte[] Json)> found = [];
        var isSelection = false;
        foreach (var (_, result) in Pull(ObjectQueries.RunAsync(session, Observed(session), query, ObserverOf(session))))
        {
            if (result.Failure is { } failure)
            {
                Report(result.Target, session, failure is KubeApiException e ? Wait(new ObjectWriter(Observed(session)).ExplainMissingAsync(e, Stopped)) : failure);
                continue;
            }

            var metadata = ObjectBody.Parse(result.Json)?["metadata"];
            var name = metadata?["name"]?.ToString() ?? "";
            if (!result.IsListed || names.Patterns.Count == 0 || names.Patterns.Any(p => p.IsMatch(name)))
            {
                isSelection |= result.IsListed;
                found.Add((new ObjectTarget(session, result.Resource!, metadata?["namespace"]?.ToString(), name), metadata?["uid"]?.ToString(), result.Json!));
            }
        }

        if (isSelection && found.Count > 1 && !IsWhatIf && !DryRun && !IsConfirmed(
            $"{found.Count} objects at {session.Server} (session '{session.Name}') are to be deleted: {string.Join(", ", found.Take(10).Select(f => $"{f.Target.Type.Kind}/{f.Target.Name}"))}{(found.Count > 10 ? ", …" : "")}."))
        {
            return;
        }

        foreach (var (target, uid, json) in found)
        {
            Attempt(target.ToString(), session, () => Remove(target, uid, () => ApiObject.Create(
                new JsonSource(json, session.Names, ShowManagedFields: false), new ObjectOrigin(session, target.Type), target.Type.ApiVersion, target.Type.Kind)));
        }
    }

    // A selector without a word, like an empty hashtable, would select everything.
    private static string? Meaningful(string? selector) => selector?.Any(char.IsLetterOrDigit) == true ? selector : null;

    private void Remove(Manifest manifest, object? removed) => ForEachSession(manifest, session =>
    {
        if (manifest.Subresource is { } part)
        {
            throw new ArgumentException($"{manifest} is the subresource '{part}' of an object, which cannot be deleted by itself. Read the object without -Subresource, and pipe that.");
        }

        var type = FindResource(session, manifest);
        var target = new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, Namespace?[0], session), manifest.Name);
        var uid = manifest.Uid ?? Wait(new ObjectWriter(Observed(session)).ReadUidAsync(target.Resource, target.Namespace, target.Name, Stopped));
        Remove(target, uid, () => removed);
    });

    private void Remove(ObjectTarget target, string? uid, Func<object?> removed)
    {
        if (!IsMeant(target.ToString(), "Delete") || (target.HoldsOthers && !DryRun && !IsConfirmed($"{target} is to be deleted, with everything in it.")))
        {
            return;
        }

        var writer = new ObjectWriter(Observed(target.Session));
        var options = new DeleteOptions { Uid = uid, GracePeriodSeconds = GracePeriod, Propagation = Propagation, DryRun = DryRun };
        Wait(writer.SendAsync(WriteRequests.Delete(target.Resource, target.Namespace, target.Name, options), Stopped));
        if (Wait && !DryRun)
        {
            // All are told to go before any is waited for: they may wait for each other.
            _awaited.Add((target, uid, Stopwatch.GetTimestamp(), removed));
        }
        else
        {
            Tell(removed);
        }
    }

    private void Tell(Func<object?> removed)
    {
        _removed++;
        if (PassThru)
        {
            WriteObject(removed());
        }
    }

    // The time of each begins with its own end.
    private void WaitUntilGone(ObjectTarget target, string? uid, long since, Func<object?> removed)
    {
        var left = WaitTimeout - Stopwatch.GetElapsedTime(since);
        if (!Wait(new ObjectWriter(Observed(target.Session)).WaitUntilGoneAsync(target.Resource, target.Namespace, target.Name, uid, left, Stopped)))
        {
            throw new KubeApiException(FailureKind.Timeout, $"{target} is being deleted, and is not gone after {WaitTimeout!.Value.TotalSeconds:0.#} seconds.")
            {
                RecommendedAction = "metadata.finalizers tells what it waits for; a pod has its grace period to end.",
            };
        }

        Tell(removed);
    }

    // Whoever gave -Confirm, yes or no, has been asked or wants no question.
    private bool IsConfirmed(string question)
    {
        return Force || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || IsAnswered(question, "-Force or -Confirm:$false", () => ShouldContinue(question, "Delete", ref _yesToAll, ref _noToAll));
    }
}
