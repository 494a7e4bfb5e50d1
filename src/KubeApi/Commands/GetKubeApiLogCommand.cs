using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Reads the logs of containers, line by line. A followed log resumes after every interruption, without losing or repeating a line.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiLog", DefaultParameterSetName = NameSet)]
[OutputType(typeof(string))]
public sealed class GetKubeApiLogCommand : PodCmdlet
{
    private readonly List<PodSelection> _selections = [];
    private SinceArgument? _since;

    /// <summary>The pods, each by its name, or as TYPE/NAME of a pod, workload or service; with -LabelSelector, resource types, or nothing for pods.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Pod { get; set; } = [];

    /// <summary>Pods, workloads and services; or strings like <c>web-1</c> and <c>deployment/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The containers. By default, the container that the pod's annotation names, else the first.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Container { get; set; }

    /// <summary>All containers, including init containers and ephemeral containers.</summary>
    [Parameter]
    public SwitchParameter AllContainers { get; set; }

    /// <summary>Select pods by their labels.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("l")]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(LabelSelectorCompleter))]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>Wait for further lines until the containers have terminated for the last time.</summary>
    [Parameter]
    [Alias("f")]
    public SwitchParameter Follow { get; set; }

    /// <summary>The log of the run before the last restart.</summary>
    [Parameter]
    [Alias("p")]
    public SwitchParameter Previous { get; set; }

    /// <summary>The number of last lines to read of each log.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Tail { get; set; }

    /// <summary>Only lines after this time: a time span (<c>10m</c>), or a point in time.</summary>
    [Parameter]
    [SinceTransformation]
    [ValidateNotNull]
    public SinceArgument? Since { get => _since; set => _since = Typed(value, s => s?.Fault); }

    /// <summary>The maximum number of bytes to read of each log.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? LimitBytes { get; set; }

    /// <summary>Put the pod and the container before each line: <c>web-1/app: </c>.</summary>
    [Parameter]
    public SwitchParameter Prefix { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => base.NeedsSession && !MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        LogArguments.Check(MyInvocation, Pod);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        IEnumerable<IReadOnlyList<PodSelection>> found = ParameterSetName == NameSet
            ? (Pod.Length == 0 && LabelSelector is not null ? ["pods"] : Pod).Select(p => Pods.Find(p, LabelSelector?.ToString()))
            : PipelineItems.Of(InputObject).Select(item => Pods.Find(PSObject.AsPSObject(item ?? "")));
        _selections.AddRange(found.SelectMany(s => s));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var options = new LogOptions
        {
            Follow = Follow,
            Previous = Previous,
            TailLines = Tail,
            SinceSeconds = Since?.Seconds,
            SinceTime = Since?.Time,
        };
        var output = new LogOutput(this, Prefix, Sessions.HasSeveral);
        foreach (var batch in new LogRun(Pipeline, Sessions, Pods, new LogSettings(options, Container ?? [], AllContainers, LimitBytes)).Read(_selections))
        {
            output.Write(batch);
        }
    }
}
