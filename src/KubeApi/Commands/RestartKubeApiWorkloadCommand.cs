using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;

namespace KubeApi.Commands;

/// <summary>Gives Deployments, StatefulSets and DaemonSets new pods of the same template, by an annotation of it.</summary>
[Cmdlet(VerbsLifecycle.Restart, "KubeApiWorkload", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class RestartKubeApiWorkloadCommand : WorkloadCmdlet
{
    // Were it the manager that applies, its next apply would take the annotation away, and restart the pods once more.
    /// <summary>Writes as a manager of its own.</summary>
    public RestartKubeApiWorkloadCommand() => FieldManager = "kubeapi-rollout";

    private protected override void Change(ObjectTarget target, Manifest? meant)
    {
        Workload.RequireRollout(target.Type);
        var workload = Read(target, meant);
        Workload.RequireUnpaused(workload, "be restarted");
        if (WorkloadPatches.Restart(workload, DateTimeOffset.UtcNow) is not { } patch)
        {
            throw new ArgumentException($"{target} was restarted within this second already: the same restart again would change nothing. Wait a second.");
        }

        var body = JsonNodes.Write(patch);
        var writer = new ObjectWriter(Observed(target.Session));
        Change(target, "Restart", Options, o => writer.PatchAsync(target.Type, target.Namespace, target.Name, PatchType.Strategic, body, o, Stopped));
    }
}
