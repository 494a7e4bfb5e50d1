using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Runs a command in containers, once each, and returns its output line by line.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "KubeApiCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string))]
public sealed class InvokeKubeApiCommandCommand : PodCmdlet
{
    private CommandPlan? _plan;

    /// <summary>The pods, each by its name, or as TYPE/NAME; with -LabelSelector, a type. With piped objects, the first word of the command.</summary>
    [Parameter(Position = 0)]
    [ResourceTransformation(Piped = "$pod | Invoke-KubeApiCommand -- COMMAND")]
    [ArgumentCompleter(typeof(PodCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Pod { get; set; }

    /// <summary>The command and its arguments.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [ArgumentCompleter(typeof(NoCompleter)), AllowNull, AllowEmptyCollection]
    public object?[]? Command { get; set; }

    /// <summary>Pods, workloads and services in which to run the command; or its input: strings are lines, byte arrays are bytes.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull, AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>The container. By default, the one that the pod's annotation names, else the first.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    /// <summary>Run the command in a new pod of this image, which is removed afterwards. All positional arguments are the command.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>Select pods by their labels.</summary>
    [Parameter]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(LabelSelectorCompleter))]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>A file to send as input, byte for byte; with several commands, to each of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InputFile { get; set; }

    /// <summary>A file that receives standard output, byte for byte.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>The maximum number of commands that run at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaxConcurrent { get; set; } = 8;

    /// <summary>How long each command may take: seconds, <c>2m</c>, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Takes kubectl's -t and -it, and -l of a command without --, for an error that explains the correct syntax.</summary>
    [Parameter(DontShow = true), Alias("t", "it", "ti", "l", "la")]
    public SwitchParameter Tty { get; set; }

    /// <summary>Takes kubectl's -i, for the same error.</summary>
    [Parameter(DontShow = true), Alias("i")]
    public SwitchParameter Stdin { get; set; }

    /// <summary>Not a parameter: the command takes all arguments.</summary>
    public override string[] ExcessArgument { get; set; } = [];

    /// <inheritdoc/>
    protected override bool NeedsSession => !MyInvocation.ExpectingInput || Image is not null;

    /// <inheritdoc/>
    protected override void Begin()
    {
        CommandOutput.SetExitCode(Pipeline, CommandOutput.NoExitCode);
        base.Begin();
        _plan = new CommandPlan(Pipeline, Sessions, Pods, new CommandSettings
        {
            Shape = CommandLineShape.Of(MyInvocation),
            Pods = Pod ?? [],
            Arguments = Command ?? [],
            Container = Container,
            Image = Image,
            Namespace = Namespace,
            LabelSelector = LabelSelector?.ToString(),
            InputFile = InputFile is null ? null : Resolve(InputFile, nameof(InputFile)),
            OutFile = OutFile is null ? null : Resolve(OutFile, nameof(OutFile), isNew: true),
            MaxConcurrent = MaxConcurrent,
            Timeout = Timeout,
            WantsTerminal = Tty || Stdin,
        });
    }

    /// <inheritdoc/>
    protected override void Process() => _plan!.Take(InputObject, MyInvocation.ExpectingInput);

    /// <inheritdoc/>
    protected override void End() => _plan!.Finish(MyInvocation.ExpectingInput);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _plan?.Dispose();
    }
}
