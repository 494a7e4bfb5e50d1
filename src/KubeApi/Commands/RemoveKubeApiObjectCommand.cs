using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Deletes objects: by name, by selector, or those that are piped in.</summary>
[Cmdlet(VerbsCommon.Remove, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class RemoveKubeApiObjectCommand : ObjectSelectionCmdlet
{
    private const string PathSet = "Path";

    private readonly ManifestInput _input = new();
    private readonly List<Manifest> _collected = [];
    private readonly List<AwaitedRemoval> _awaited = [];
    private readonly NameTable _names = new();
    private int _removed;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>Objects or manifests of what is to go; or texts like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Files and folders of manifests of what is to go, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Also read the folders in a folder.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("R")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Seconds that a pod has to end; 0 for none.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriod { get; set; }

    /// <summary>What happens to what the object owns. As with kubectl it goes after it: a server asked for nothing would keep the pods of a Job.</summary>
    [Parameter]
    [ValidateSet("Background", "Foreground", "Orphan")]
    public string Propagation { get; set; } = "Background";

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
    protected override bool NeedsSession => base.NeedsSession && ParameterSetName != PathSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Resource.Length == 0 && Namespace is { Length: > 1 })
        {
            throw new ArgumentException("An object that is piped in is of one namespace: give -Namespace one, or leave it out.");
        }

        var fault = LabelSelector?.Fault ?? FieldSelector?.Fault ?? (Array.Exists(Resource, r => r.EndsWith('/')) ? "A name is empty" : null);
        if (fault is not null)
        {
            var strings = LabelSelector?.Fault is null
                ? ""
                : " As a string, -LabelSelector app selects the objects that have the label, and app= those whose value of it is empty.";
            throw new ArgumentException($"{fault}, so nothing is deleted. {SayWhich(Resource)}{strings}");
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == PathSet)
        {
            Take(_input.ReadFiles(Path, new ManifestPaths(SessionState, isLiteral: false, Recurse)));
            return;
        }

        if (ParameterSetName != InputObjectSet)
        {
            var names = Names;
            foreach (var (session, resources) in Typed)
            {
                Attempt(string.Join(',', resources), session, () => RemoveSelected(session, resources, names));
            }

            return;
        }

        foreach (var item in ItemsOf(InputObject))
        {
            Process(item);
        }
    }

    private void Process(object? item)
    {
        if (!_input.IsInText && ResourceAndNameOf(item) is { } named)
        {
            foreach (var session in SessionsOf(null, named))
            {
                Attempt(named, session, () => RemoveSelected(session, [named], ObjectNames.None));
            }

            return;
        }

        Take(_input.Add(item), item);
    }

    private void Take(IEnumerable<ManifestResult> results, object? item = null)
    {
        foreach (var manifest in ReadManifests(results))
        {
            // What was read is that one object; what stands in a file is whatever has the name, and goes in reverse order.
            if (manifest.Uid is null && manifest.Origin is null)
            {
                _collected.Add(manifest);
            }
            else
            {
                Remove(manifest, manifest.Origin is null ? ToObject(manifest) : item);
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

        foreach (var manifest in ManifestOrder.ForRemoving(_collected))
        {
            Remove(manifest, ToObject(manifest));
        }

        foreach (var awaited in _awaited)
        {
            Attempt(awaited.Target.ToString(), awaited.Target.Session, () =>
            {
                Wait(
                    awaited.WaitAsync(Observed(awaited.Target.Session), WaitTimeout, Stopped),
                    $"Waiting until {awaited.Target.Type.Kind}/{awaited.Target.Name} is gone");
                Tell(awaited.Removed);
            });
        }

        if (Failures > 0 && _removed > 0)
        {
            WriteWarning($"{_removed} of {_removed + Failures} objects were deleted{(DryRun ? " on trial" : "")}, {Failures} failed.");
        }
    }

    private object? ToObject(Manifest manifest) =>
        ApiObject.Create(new JsonSource(JsonNodes.Write(manifest.Body), _names, ShowManagedFields: false), manifest.Place, manifest.ApiVersion, manifest.Kind);

    private void RemoveSelected(KubeApiSession session, string[] resources, ObjectNames names)
    {
        var options = new ListOptions
        {
            LabelSelector = LabelSelector?.ToString(),
            FieldSelector = FieldSelector?.ToString(),
            Representation = PassThru ? Representation.Object : Representation.Metadata,
        };
        if (names.IsEmpty && options is { LabelSelector: null, FieldSelector: null } && !Array.TrueForAll(resources, r => IsNamed(session, r, names)))
        {
            throw new ArgumentException(SayWhich(resources));
        }

        var (found, isSelection) = Find(session, Query(session, resources, names, options), names);
        if (isSelection && found.Count > 1 && !IsWhatIf && !DryRun && !IsConfirmed(FoundObject.DeletionOf(found, session)))
        {
            return;
        }

        foreach (var one in found)
        {
            Attempt(one.Target.ToString(), session, () => Remove(one.Target, one.Uid, one.ToObject));
        }
    }

    private (List<FoundObject> Found, bool IsSelection) Find(KubeApiSession session, ObjectQuery query, ObjectNames names)
    {
        var (found, isSelection) = (new List<FoundObject>(), false);
        foreach (var (_, result) in Pull(ObjectQueries.RunAsync(session, Observed(session), query)))
        {
            if (result.Failure is { } failure)
            {
                Report(result.Target, session, failure is KubeApiException e ? Wait(NamespaceLookup.ExplainAsync(Observed(session), e, Stopped)) : failure);
            }
            else if (FoundObject.Of(session, result) is var one && (!result.IsListed || names.Match(one.Target.Name)))
            {
                isSelection |= result.IsListed;
                found.Add(one);
            }
        }

        return (found, isSelection);
    }

    // A Namespace that is piped in is the name of a cluster-scoped object, and for any other type it only says where.
    private bool IsNamed(KubeApiSession session, string resource, ObjectNames names) =>
        resource.Contains('/', StringComparison.Ordinal) || (names.Namespaces.Count > 0 && !FindResource(session, resource).Namespaced);

    private static string SayWhich(string[] resources) =>
        $"Say which {string.Join(", ", resources)}: by name, -LabelSelector or -FieldSelector; -Name * is all of them.";

    private void Remove(Manifest manifest, object? removed) => ForEachSession(manifest, session =>
    {
        if (manifest.Subresource is { } part)
        {
            throw new ArgumentException($"{manifest} is the subresource '{part}' of an object, which cannot be deleted by itself. "
                + "Read the object without -Subresource, and pipe that.");
        }

        var type = FindResource(session, manifest);
        var target = new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, Namespace?[0], session), manifest.Name);
        var uid = manifest.Uid ?? Wait(MetadataReader.ReadUidAsync(Observed(session), target.Type, target.Namespace, target.Name, Stopped));
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
        Wait(writer.SendAsync(WriteRequests.Delete(target.Type, target.Namespace, target.Name, options), Stopped));
        if (Wait && !DryRun)
        {
            // All are told to go before any is waited for: they may wait for each other.
            _awaited.Add(new AwaitedRemoval(target, uid, removed));
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

    // Whoever gave -Confirm, yes or no, has been asked or wants no question.
    private bool IsConfirmed(string question)
    {
        return Force || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || IsAnswered(question, "-Force or -Confirm:$false", () => ShouldContinue(question, "Delete", ref _yesToAll, ref _noToAll));
    }
}
