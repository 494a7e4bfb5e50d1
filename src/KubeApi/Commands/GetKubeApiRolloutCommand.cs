using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Workloads;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Returns the state of a Deployment's, StatefulSet's or DaemonSet's rollout, and the changes of each revision.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiRollout", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Rollout))]
public sealed class GetKubeApiRolloutCommand : TargetCmdlet
{
    /// <summary>A resource type by any of its names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Resource { get; set; }

    private protected override void Process(ObjectTarget target, Manifest? meant)
    {
        Workload.RequireRollout(target.Type);
        var workload = new TargetReader(Pipeline, Sessions).Read(target, meant);
        var history = RolloutHistory.ReadAsync(Sessions.ClientOf(target.Session), target.Type.Kind, workload, Pipeline.Stopped);
        WriteObject(new Rollout(target.Session, target.Type, workload, Pipeline.Wait(history)));
    }
}
