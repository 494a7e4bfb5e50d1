using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Deletes objects by name, by selector, or from the pipeline.</summary>
[Cmdlet(VerbsCommon.Remove, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class RemoveKubeApiObjectCommand : ObjectSelectionCmdlet
{
    private const string PathSet = "Path";
    private ObjectRemover? _remover;
    private string[] _path = [];

    /// <summary>Objects or manifests to delete, or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Files and folders with manifests of the objects to delete, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty, SupportsWildcards]
    public string[] Path { get => _path; set => _path = Typed(value, p => RemovalCheck.FaultOfPath(MyInvocation, p[0])); }

    /// <summary>Not a parameter: -f is -Path.</summary>
    public override SwitchParameter ManifestFile { get; set; }

    /// <summary>Include subfolders.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("R")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The number of seconds that a pod has to terminate; 0 terminates it immediately.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriod { get; set; }

    /// <summary>What happens to the dependents of the object. The default is kubectl's; the server's default would keep the pods of a Job.</summary>
    [Parameter]
    [ValidateSet("Background", "Foreground", "Orphan")]
    public string Propagation { get; set; } = "Background";

    /// <summary>Wait until each object is deleted.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for all of them: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [Alias("WaitTimeout")]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Do not prompt before namespaces, custom resource definitions and selections of several objects are deleted.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The server processes the request without deleting anything.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Write the last state of each deleted object.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => base.NeedsSession && ParameterSetName != PathSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        RemovalCheck.RequireValues(Resource, LabelSelector, FieldSelector, Namespace);
        base.Begin();
        _remover = new ObjectRemover(Pipeline, Sessions, new DeleteOptions { GracePeriodSeconds = GracePeriod, Propagation = Propagation, DryRun = DryRun })
        {
            Namespace = Namespace?[0],
            Force = Force,
            WaitTimeout = Wait && !DryRun ? Timeout : null,
            PassThru = PassThru,
        };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == PathSet)
        {
            _remover!.AddFiles(Path, Recurse);
        }
        else if (ParameterSetName == InputObjectSet)
        {
            _remover!.Add(InputObject, (session, named) => Remove(session, [named], ObjectNames.None));
        }
        else
        {
            var names = Names;
            foreach (var (session, resources) in SessionResources)
            {
                Pipeline.Attempt(string.Join<ResourceName>(',', resources), session, () => Remove(session, resources, names));
            }
        }
    }

    /// <inheritdoc/>
    protected override void End() => _remover!.Complete();

    private void Remove(KubeApiSession session, ResourceName[] resources, ObjectNames names)
    {
        var options = Selectors with { Representation = PassThru ? Representation.Object : Representation.Metadata };
        RemovalCheck.RequireNames(Sessions.Types, session, resources, names, options);
        _remover!.Remove(session, Query(session, resources, names, options), names);
    }
}
