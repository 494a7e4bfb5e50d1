using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Drains nodes: cordons them, evicts their pods, and waits until they are gone.</summary>
[Cmdlet(VerbsCommon.Clear, "KubeApiNode", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class ClearKubeApiNodeCommand : NodeCmdlet
{
    private NodeDrain? _drain;

    /// <summary>Leave the pods of DaemonSets, which would be replaced on the node; without it, they are an error.</summary>
    [Parameter]
    [Alias("IgnoreDaemonSets")]
    public SwitchParameter IgnoreDaemonSet { get; set; }

    /// <summary>Evict pods with emptyDir volumes, which loses their data; without it, they are an error.</summary>
    [Parameter]
    public SwitchParameter DeleteEmptyDirData { get; set; }

    /// <summary>Evict pods that no controller replaces; without it, they are an error.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The number of seconds that a pod has to terminate; the default is the pod's own.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriod { get; set; }

    /// <summary>How long to wait for each node: seconds, <c>10m</c>, or a TimeSpan; 0 tries once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        var accepted = (IgnoreDaemonSet ? DrainObstacles.DaemonSet : DrainObstacles.None)
            | (DeleteEmptyDirData ? DrainObstacles.EmptyDirData : DrainObstacles.None)
            | (Force ? DrainObstacles.Unmanaged : DrainObstacles.None);
        var options = new DeleteOptions { GracePeriodSeconds = GracePeriod };
        _drain = new NodeDrain(Pipeline, Sessions, new DrainRules(accepted), options, Timeout);
    }

    private protected override void Process(ObjectTarget node, Manifest? manifest) =>
        Pipeline.Attempt(node.ToString(), node.Session, () => _drain!.Run(node, manifest));
}
