using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that processes nodes one by one. A derived cmdlet overrides <see cref="Process(ObjectTarget, Manifest)"/>.</summary>
public abstract class NodeCmdlet : SessionCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    private TargetResolver? _targets;
    private NameArgument[] _name = [];

    /// <summary>Literal names of nodes, or <c>node/NAME</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public NameArgument[] Name { get => _name; set => _name = Typed(value); }

    /// <summary>Nodes, each in its own session, or their names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName == NameSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _targets = new TargetResolver(Pipeline, Sessions, MyInvocation.MyCommand.Name);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        IEnumerable<object?> nodes = ParameterSetName == NameSet ? Name.Select(n => n.Name) : PipelineItems.Of(InputObject);
        foreach (var node in nodes)
        {
            if (EmptyValue.Unwrap(node) is string { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
            {
                Pipeline.Attempt(
                    "nodes", null, () => _targets!.ForEachNamed(ResourceName.Parse("nodes"), [new NameArgument(name)], null, target => Process(target, null)));
            }
            else
            {
                _targets!.ForEachInput(node, null, (target, manifest) => Process(RequireNode(target), manifest));
            }
        }
    }

    /// <summary>Works on one node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="manifest">The object from the pipeline; null for a name.</param>
    private protected abstract void Process(ObjectTarget node, Manifest? manifest);

    private static ObjectTarget RequireNode(ObjectTarget target) => target.Type is { Kind: "Node", Group: "" }
        ? target
        : throw new ArgumentException($"{target} is not a node.");
}
