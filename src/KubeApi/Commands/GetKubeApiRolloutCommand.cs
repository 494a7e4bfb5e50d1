using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Workloads;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Tells how far the rollout of a Deployment, StatefulSet or DaemonSet is, and what each of its revisions changed.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiRollout", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Rollout))]
public sealed class GetKubeApiRolloutCommand : SessionCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";

    /// <summary>A resource type by any of its names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Resource { get; set; }

    /// <summary>Names of objects, as they are.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Objects, read again where they came from; or texts like <c>deployment/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The namespace; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName == NameSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        RequireTypes(Resource is { Length: > 0 } ? [Resource] : []);
    }

    /// <inheritdoc/>
    protected override void Process() => Attempt(InputObject ?? Resource, null, () => ForEachTarget(Resource, Name, InputObject, Namespace, (target, meant) =>
    {
        Workload.RequireRollout(target.Type);
        var workload = Read(target, meant);
        var revisions = Wait(RolloutHistory.ReadAsync(Observed(target.Session), target.Type.Kind, workload, Stopped));
        WriteObject(new Rollout(target.Session, target.Type, workload, revisions));
    }));
}
