using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Rolls a Deployment, StatefulSet or DaemonSet back to an earlier revision.</summary>
[Cmdlet(VerbsCommon.Undo, "KubeApiRollout", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class UndoKubeApiRolloutCommand : TargetChangeCmdlet
{
    /// <summary>Resource types by any of their names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[]? Resource { get => base.Resource; set => base.Resource = value; }

    /// <summary>The revision to roll back to; 0 for the previous one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RevisionCompleter))]
    [ValidateRange(0, long.MaxValue)]
    public long ToRevision { get; set; }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        Workload.RequireRollout(target.Type);
        var client = Sessions.ClientOf(target.Session);
        var (workload, cells) = Reader.Read(target, manifest, null, Changer.Options.Representation);
        var revisions = Pipeline.Wait(RolloutHistory.ReadAsync(client, target.Type.Kind, workload, Pipeline.Stopped));
        var revision = RolloutHistory.Find(revisions, ToRevision, $"{target.Type.Kind}/{target.Name}");
        Workload.RequireUnpaused(workload, "be rolled back");
        if (workload["spec"].Child("template") is JsonObject template && PodTemplate.AreEqual(revision.Template, template))
        {
            WriteWarning($"{target}: skipped rollback (current template already matches revision {revision.Number})");
            if (!Pipeline.Host.IsWhatIf)
            {
                Changer.Output(target, JsonNodes.Write(workload), cells);
            }

            return;
        }

        var (type, patch) = WorkloadPatches.Rollback(workload, revision);
        var body = JsonNodes.Write(patch);
        var writer = new ObjectWriter(client);
        Changer.Change(
            target,
            $"Roll back to revision {revision.Number}",
            Changer.Options,
            o => writer.PatchAsync(target.Type, target.Namespace, target.Name, type, body, o, Pipeline.Stopped));
    }
}
