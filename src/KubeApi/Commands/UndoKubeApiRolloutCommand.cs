using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;

namespace KubeApi.Commands;

/// <summary>Brings an earlier revision of a Deployment, StatefulSet or DaemonSet back.</summary>
[Cmdlet(VerbsCommon.Undo, "KubeApiRollout", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class UndoKubeApiRolloutCommand : WorkloadCmdlet
{
    /// <summary>The revision to bring back; 0 for the one before the newest.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long ToRevision { get; set; }

    private protected override void Change(ObjectTarget target, Manifest? meant)
    {
        Workload.RequireRollout(target.Type);
        var workload = Read(target, meant);
        var revisions = Wait(RolloutHistory.ReadAsync(Observed(target.Session), target.Type.Kind, workload, Stopped));
        var revision = RolloutHistory.Find(revisions, ToRevision, $"{target.Type.Kind}/{target.Name}");
        Workload.RequireUnpaused(workload, "be rolled back");
        if (PodTemplate.AreEqual(revision.Template, (JsonObject)workload["spec"]!["template"]!))
        {
            WriteWarning($"{target}: skipped rollback (current template already matches revision {revision.Number})");
            if (!IsWhatIf)
            {
                Write(target, JsonNodes.Write(workload));
            }

            return;
        }

        var (type, patch) = WorkloadPatches.Rollback(workload, revision);
        var body = JsonNodes.Write(patch);
        var writer = new ObjectWriter(Observed(target.Session));
        Change(
            target, $"Roll back to revision {revision.Number}", Options,
            o => writer.PatchAsync(target.Type, target.Namespace, target.Name, type, body, o, Stopped));
    }
}
