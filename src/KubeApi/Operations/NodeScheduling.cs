using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Sets whether pods are scheduled to nodes.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="dryRun">Whether the server stores nothing.</param>
internal sealed class NodeScheduling(PipelineRun pipeline, SessionScope sessions, bool dryRun)
{
    private readonly WriteOptions _options = new() { FieldManager = FieldManagers.Edit, DryRun = dryRun, Representation = Representation.Table };

    private ObjectChanger? _changer;

    private ObjectChanger Changer => _changer ??= new ObjectChanger(pipeline, sessions, _options, showManagedFields: false);

    /// <summary>Asks for confirmation, changes a node, and writes it to the pipeline.</summary>
    /// <param name="node">The node.</param>
    /// <param name="manifest">The manifest whose uid it must have; null for any node of that name.</param>
    /// <param name="isUnschedulable">Whether new pods are kept away from it.</param>
    public void Change(ObjectTarget node, Manifest? manifest, bool isUnschedulable) => Changer.Change(
        node, isUnschedulable ? "Cordon" : "Uncordon", OptionsFor(node, manifest), o => SetAsync(node, isUnschedulable, o));

    /// <summary>Keeps new pods away from a node.</summary>
    public void Cordon(ObjectTarget node, Manifest? manifest) =>
        Changer.Send(node, o => SetAsync(node, isUnschedulable: true, o), OptionsFor(node, manifest));

    private WriteOptions OptionsFor(ObjectTarget node, Manifest? manifest) => _options with { Uid = sessions.UidFor(node.Session, manifest) };

    private Task<WrittenObject> SetAsync(ObjectTarget node, bool isUnschedulable, WriteOptions options)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = isUnschedulable ? true : null } };
        return new ObjectWriter(sessions.ClientOf(node.Session)).PatchAsync(
            node.Type, null, node.Name, PatchType.Merge, JsonNodes.Write(ObjectBody.ForUid(patch, options.Uid)), options, pipeline.Stopped);
    }
}
