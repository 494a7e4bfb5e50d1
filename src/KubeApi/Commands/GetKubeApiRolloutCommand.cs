using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Workloads;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Returns the state of a Deployment's, StatefulSet's or DaemonSet's rollout, and the changes of each revision.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiRollout", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Rollout))]
public sealed class GetKubeApiRolloutCommand : TargetCmdlet
{
    private WatchPlan? _plan;

    /// <summary>Resource types by any of their names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[]? Resource { get => base.Resource; set => base.Resource = value; }

    /// <summary>Wait until the rollout is complete before it is returned.</summary>
    [Parameter]
    [Alias("w")]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for all rollouts: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _plan = new WatchPlan(Pipeline, Sessions);
    }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        Workload.RequireRollout(target.Type);
        var workload = new TargetReader(Pipeline, Sessions).Read(target, manifest);
        if (Wait)
        {
            _plan!.Add(target, workload["metadata"].Child("uid")?.ToString());
        }
        else
        {
            Write(target.Session, target.Type, workload);
        }
    }

    /// <inheritdoc/>
    protected override void End() => new ObjectWaiter(Pipeline, Sessions, _plan!, new WaitGoal([new RolloutCondition()]), Timeout)
    {
        Met = (target, o) => Write(target.Session, target.Type, (JsonObject)JsonNodes.Parse(o.Item!.Value.Json)!),
        ToErrorTarget = (target, o) => o.LastItem is { } item ? ApiObject.Create(item, new ObjectOrigin(target.Session, target.Type)) : null,
    }.Run();

    private void Write(KubeApiSession session, ApiResource type, JsonObject workload)
    {
        var history = RolloutHistory.ReadAsync(Sessions.ClientOf(session), type.Kind, workload, Pipeline.Stopped);
        WriteObject(new Rollout(session, type, workload, Pipeline.Wait(history)));
    }
}
