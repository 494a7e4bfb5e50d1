using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Gets the objects that own an object, up to the topmost owner: the ReplicaSet and the Deployment of a pod.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiOwner", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ObjectFields))]
public sealed class GetKubeApiOwnerCommand : TargetCmdlet
{
    private protected override void Process(ObjectTarget target, Manifest? manifest) =>
        new OwnerWalk(Pipeline, Sessions).Write(target, new TargetReader(Pipeline, Sessions).Read(target, manifest));
}
