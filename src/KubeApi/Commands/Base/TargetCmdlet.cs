using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands.Base;

/// <summary>
/// A cmdlet that processes named objects, and objects from the pipeline, one by one. A derived cmdlet overrides
/// <see cref="Process(ObjectTarget, Manifest)"/>.
/// </summary>
public abstract class TargetCmdlet : KubeApiCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    private TargetResolver? _targets;
    private string[]? _resource;
    private ResourceName[] _types = [];
    private NameArgument[]? _name;

    /// <summary>Resource types by any of their names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Resource { get => _resource; set => _resource = Typed(value); }

    /// <summary>Literal names of objects, or a Namespace in which to search.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public virtual NameArgument[]? Name { get => _name; set => _name = Typed(value); }

    /// <summary>Objects, each in its own session; or strings like <c>deployment/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public virtual object? InputObject { get; set; }

    /// <summary>The namespace; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The sessions to use: sessions, their names, with wildcards, or names of kubeconfig contexts. Without it, the current session.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNullOrEmpty]
    public SessionArgument[]? Session { get; set; }

    /// <summary>The time to wait for the server's response, instead of the session's: seconds, <c>2m</c>, or a TimeSpan; 0 for no limit.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>The sessions. Set by <see cref="Begin"/>.</summary>
    private protected SessionScope Sessions { get; private set; } = null!;

    /// <summary>The value of -Resource as it was typed, for errors; null for piped objects.</summary>
    private protected string? TypedResources => Resource is null ? null : string.Join(',', Resource);

    /// <inheritdoc/>
    protected override void Begin()
    {
        ResourceName.RefuseTypes(MyInvocation.MyCommand.Name, Resource ?? [], Name);
        _types = Array.ConvertAll(Resource ?? [], ResourceName.Parse);
        Sessions = new SessionScope(Pipeline, Session, RequestTimeout, needsCurrent: _types.Length > 0);
        _targets = new TargetResolver(Pipeline, Sessions, MyInvocation.MyCommand.Name);
        Sessions.Types.Require(_types);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (_types.Length == 0)
        {
            Pipeline.Attempt(null, null, () => _targets!.ForEachInput(InputObject, Namespace, Process));
        }

        foreach (var type in _types)
        {
            Pipeline.Attempt(type.ToString(), null, () => _targets!.ForEachNamed(
                type, Name ?? [], Namespace, target => Process(target with { IsOneOfSeveralTypes = _types.Length > 1 }, null)));
        }
    }

    /// <summary>Works on one object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="manifest">The object from the pipeline; null for a name.</param>
    private protected abstract void Process(ObjectTarget target, Manifest? manifest);
}
