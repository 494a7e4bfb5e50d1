using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Completion;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that changes workloads, each by itself.</summary>
public abstract class WorkloadCmdlet : WriteCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>A resource type by any of its names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(RolloutResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Resource { get; set; }

    /// <summary>Names of objects, as they are.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Objects, where they came from; or texts like <c>deployment/web</c>.</summary>
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

    /// <summary>Changes one.</summary>
    /// <param name="target">Which.</param>
    /// <param name="meant">As what it came; null for a name.</param>
    private protected abstract void Change(ObjectTarget target, Manifest? meant);

    // Whoever resizes a workload named no scale: what comes back stands for the workload.
    private protected override string? OriginOf(WriteOptions options) => null;

    /// <inheritdoc/>
    protected override void Process() => Attempt(Resource, null, () => ForEachTarget(Resource, Name, InputObject, Namespace, Change));
}
