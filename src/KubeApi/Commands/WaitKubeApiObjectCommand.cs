using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Waits until objects are ready, deleted, or meet other conditions. Writes each object when its conditions are met.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ObjectFields))]
public sealed class WaitKubeApiObjectCommand : ObjectSelectionCmdlet
{
    private WatchPlan? _plan;
    private WaitArgument[] _for = [new WaitArgument("Ready")];

    /// <summary>Objects to wait for, each in its own session; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>
    /// What to wait for: <c>Ready</c>, <c>Deleted</c>, <c>Exists</c>, <c>Condition=Available</c>, <c>status.phase=Running</c>, or a script block that returns
    /// true for an object that meets it. Several must be met at the same time.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(WaitConditionCompleter))]
    [ValidateNotNullOrEmpty]
    public WaitArgument[] For { get => _for; set => _for = Typed(value, conditions => conditions.Select(c => c.Fault).FirstOrDefault(f => f is not null)); }

    /// <summary>One condition is enough.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>How long to wait for all objects: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Continue to wait although an object or a script block has failed, the object was deleted, or its namespace does not exist.</summary>
    [Parameter]
    public SwitchParameter NoFailFast { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _plan = new WatchPlan(Pipeline, Sessions);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == InputObjectSet)
        {
            _plan!.Add(InputObject, Namespace);
        }
        else
        {
            AddTyped(_plan!);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var output = new WaitOutput(Pipeline, Sessions, _plan!);
        var conditions = For.Select(f => f.Condition ?? new ScriptCondition(new ScriptPredicate(f.Script!, Timeout, this), output.ToObject)
        {
            FirstFailure = NoFailFast ? failure => WriteWarning($"{failure.TrimEnd('.')}. The wait continues (-NoFailFast).") : null,
        }).ToList();
        new ObjectWaiter(Pipeline, Sessions, _plan!, new WaitGoal(conditions) { Any = Any, FailsFast = !NoFailFast }, Timeout)
        {
            Options = Selectors with { Representation = Representation.Table },
            Seen = output.Remember,
            Met = output.Write,
            ToErrorTarget = (_, o) => output.ToLastObject(o),
        }.Run();
    }
}
