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

    /// <summary>Asks for confirmation, changes a node, and writes it to the pipeline.</summary>
    public void Change(ObjectTarget node, bool isUnschedulable) =>
        (_changer ??= new ObjectChanger(pipeline, sessions, _options, showManagedFields: false)).Change(
            node, isUnschedulable ? "Cordon" : "Uncordon", _options, o => SetAsync(node, isUnschedulable, o));

    /// <summary>Keeps new pods away from a node.</summary>
    public void Cordon(ObjectTarget node) => pipeline.Wait(SetAsync(node, isUnschedulable: true, _options));

    private Task<WrittenObject> SetAsync(ObjectTarget node, bool isUnschedulable, WriteOptions options)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = isUnschedulable ? true : null } };
        return new ObjectWriter(sessions.ClientOf(node.Session)).PatchAsync(
            node.Type, null, node.Name, PatchType.Merge, JsonNodes.Write(patch), options, pipeline.Stopped);
    }
}
