using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Restarts Deployments, StatefulSets and DaemonSets, by an annotation of their pod template.</summary>
[Cmdlet(
    VerbsLifecycle.Restart, "KubeApiWorkload", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class RestartKubeApiWorkloadCommand : TargetChangeCmdlet
{
    /// <summary>Writes as the manager of restarts.</summary>
    public RestartKubeApiWorkloadCommand() => FieldManager = FieldManagers.Rollout;

    /// <summary>Resource types by any of their names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[]? Resource { get => base.Resource; set => base.Resource = value; }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        Workload.RequireRollout(target.Type);
        var workload = Reader.Read(target, manifest);
        Workload.RequireUnpaused(workload, "be restarted");
        if (WorkloadPatches.Restart(workload, DateTimeOffset.UtcNow) is not { } patch)
        {
            throw new ArgumentException(
                $"Cannot restart {target}: it was restarted within the same second, so its template would not change. Wait a second.");
        }

        var body = JsonNodes.Write(patch);
        var writer = new ObjectWriter(Sessions.ClientOf(target.Session));
        Changer.Change(
            target,
            "Restart",
            Changer.Options,
            o => writer.PatchAsync(target.Type, target.Namespace, target.Name, PatchType.Strategic, body, o, Pipeline.Stopped));
    }
}
