using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Opens an interactive shell in a container, joins its main process, or adds a container to debug it.</summary>
[Cmdlet(VerbsCommon.Enter, "KubeApiPod", DefaultParameterSetName = "Shell")]
[OutputType(typeof(void))]
public sealed class EnterKubeApiPodCommand : PodCmdlet
{
    private bool _attach;
    private string? _debugImage;

    /// <summary>The pod by its name, or TYPE/NAME of a pod, workload or service, or an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNull]
    public object? Pod { get; set; }

    /// <summary>The command and its arguments, instead of a shell, or of the program of the added container's image.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = "Shell")]
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = "Debug")]
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = "Attach", DontShow = true)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public object[]? Command { get; set; }

    /// <summary>The container. By default, the one that the pod's annotation names, else the first.</summary>
    [Parameter(ParameterSetName = "Shell")]
    [Parameter(ParameterSetName = "Attach")]
    [Parameter(ParameterSetName = "Debug")]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    /// <summary>Join the main process of the container.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Attach")]
    public SwitchParameter Attach { get => _attach; set => _attach = Typed(value, _ => Conflict(nameof(Attach), nameof(DebugImage), nameof(Target))); }

    /// <summary>Add a container of this image to the pod, and enter it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Debug")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DebugImage { get => _debugImage; set => _debugImage = Typed(value, _ => Conflict(nameof(DebugImage), nameof(Attach))); }

    /// <summary>The container whose processes the added container sees.</summary>
    [Parameter(ParameterSetName = "Debug")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>Takes kubectl's -t and -it, for an error that explains the correct syntax.</summary>
    [Parameter(DontShow = true)]
    [Alias("t", "it", "ti")]
    public SwitchParameter Tty { get; set; }

    /// <summary>Takes kubectl's -i, for the same error.</summary>
    [Parameter(DontShow = true)]
    [Alias("i")]
    public SwitchParameter Stdin { get; set; }

    /// <summary>Not a parameter: the command takes all arguments.</summary>
    public override string[] ExcessArgument { get; set; } = [];

    /// <inheritdoc/>
    protected override bool NeedsSession => false;

    /// <inheritdoc/>
    protected override void Process() => Pipeline.Attempt(Pod, null, () =>
    {
        var shape = CommandLineShape.Of(MyInvocation);
        var command = CommandArguments.Of(Command ?? [], shape?.HasList == true);
        CommandSyntax.Check(shape, MyInvocation.MyCommand.Name, MyInvocation.ExpectingInput ? 0 : 1, Tty || Stdin);
        CommandSyntax.CheckProgram(shape, MyInvocation.MyCommand.Name, command.FirstOrDefault() ?? "");
        if (DebugImage is not null && Container is not null)
        {
            throw new ArgumentException("-Container cannot be combined with -DebugImage. -Target names the container whose processes the added one sees.");
        }

        if (Attach && command.Length > 0)
        {
            throw new ArgumentException("-Attach joins the main process of the container: omit the command.");
        }

        var entry = new PodEntry(Pipeline, Sessions, Pods);
        if (entry.Find(PSObject.AsPSObject(Pod!)) is not { } found)
        {
            return;
        }

        if (DebugImage is not null)
        {
            entry.Debug(found, DebugImage, Target, command);
        }
        else if (Attach)
        {
            entry.Attach(found, Container);
        }
        else
        {
            entry.Run(found, Container, command);
        }
    });

    private string? Conflict(string parameter, params string[] others) => ConflictingParameters.Fault(
        MyInvocation, parameter, ": -DebugImage adds another container and joins its program. Omit one of them.", others);
}
