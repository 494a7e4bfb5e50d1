using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Cordons nodes: no new pods are scheduled to them.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "KubeApiNode", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class SuspendKubeApiNodeCommand : NodeCmdlet
{
    private NodeScheduling? _scheduling;

    /// <summary>The server processes the request and returns the result without storing it.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _scheduling = new NodeScheduling(Pipeline, Sessions, DryRun);
    }

    private protected override void Process(ObjectTarget node, Manifest? manifest) =>
        Pipeline.Attempt(node.ToString(), node.Session, () => _scheduling!.Change(node, manifest, isUnschedulable: true));
}
