using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Gets the objects that an object owns: the ReplicaSets of a Deployment, and with -Recurse their pods.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiDependent", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ObjectFields))]
public sealed class GetKubeApiDependentCommand : TargetCmdlet
{
    private DependentWalk? _walk;

    /// <summary>Also the dependents of the dependents, down to the last level.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _walk = new DependentWalk(Pipeline, Sessions);
    }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        var owner = new TargetReader(Pipeline, Sessions).Read(target, manifest);
        _walk!.Write(target, $"{owner["metadata"].Child("uid")}", Recurse);
    }
}
