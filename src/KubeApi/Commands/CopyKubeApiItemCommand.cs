using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Streaming.Copying;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Copies files and folders into a container, or out of one.</summary>
[Cmdlet(VerbsCommon.Copy, "KubeApiItem", DefaultParameterSetName = ToSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CopiedItem), ParameterSetName = [ToSet, ToLiteralSet])]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo), ParameterSetName = [FromSet, FromLiteralSet])]
public sealed class CopyKubeApiItemCommand : PodCmdlet
{
    private const string ToSet = "ToPod";
    private const string ToLiteralSet = "ToPodLiteralPath";
    private const string FromSet = "FromPod";
    private const string FromLiteralSet = "FromPodLiteralPath";

    private readonly List<string> _paths = [];
    private readonly List<object> _pods = [];
    private (string[] Path, string Destination) _typed = ([], "");
    private object[] _toPod = [], _fromPod = [];

    /// <summary>The files and folders to copy, with wildcards: on this machine, or with -FromPod in the container.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ToSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromSet)]
    [SupportsWildcards, ValidateNotNullOrEmpty]
    public string[] Path { get => _typed.Path; set => _typed.Path = Typed(value); }

    /// <summary>The files and folders to copy; no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ToLiteralSet)]
    [Parameter(Mandatory = true, ParameterSetName = FromLiteralSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A folder for the copies, or the new path of one copy: in the container, or with -FromPod on this machine.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get => _typed.Destination; set => _typed.Destination = Typed(value, d => KubectlPodPath.Replacement(MyInvocation, Path, d)); }

    /// <summary>The pods to copy to: names, TYPE/NAME of pods, workloads or services, or objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToSet)]
    [Parameter(Mandatory = true, ParameterSetName = ToLiteralSet)]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] ToPod { get => _toPod; set => _toPod = Typed(value, v => KubectlPodPath.FaultOf(MyInvocation, nameof(ToPod), v)); }

    /// <summary>The pods to copy from: names, TYPE/NAME of pods, workloads or services, or objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromLiteralSet)]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] FromPod { get => _fromPod; set => _fromPod = Typed(value, v => KubectlPodPath.FaultOf(MyInvocation, nameof(FromPod), v)); }

    /// <summary>The container. By default, the one that the pod's annotation names, else the first.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    /// <summary>Copy through a container of this image, which is added to the pod: for containers without tar and cat.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DebugImage { get; set; }

    /// <summary>Copy folders and their content.</summary>
    [Parameter, Alias("r")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Overwrite files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Compare the SHA-256 of each copy with that of its original.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Return the copies.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => false;

    /// <inheritdoc/>
    protected override void Process()
    {
        // All items from the pipeline go into one archive.
        _paths.AddRange(ParameterSetName is ToSet ? Path : ParameterSetName is ToLiteralSet ? LiteralPath : []);
        _pods.AddRange(ParameterSetName is FromSet or FromLiteralSet ? FromPod : []);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var copy = new ItemCopy(Pipeline, Sessions, Pods, new CopySettings
        {
            Destination = Destination,
            Container = Container,
            DebugImage = DebugImage,
            IsLiteral = ParameterSetName is ToLiteralSet or FromLiteralSet,
            Recurses = Recurse,
            PassesThru = PassThru,
            Options = new CopyOptions { Overwrites = Force, Verifies = Verify },
        });
        if (ParameterSetName is ToSet or ToLiteralSet)
        {
            copy.ToPods(ToPod, _paths);
            return;
        }

        copy.FromPods(_pods, ParameterSetName is FromLiteralSet ? LiteralPath : Path);
    }
}
