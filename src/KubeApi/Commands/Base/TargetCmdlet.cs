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
    private string? _resource;
    private NameArgument[]? _name;

    /// <summary>A resource type by any of its names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Resource { get => _resource; set => _resource = Typed(value); }

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

    /// <inheritdoc/>
    protected override void Begin()
    {
        var type = Resource is { Length: > 0 } ? ResourceName.Parse(Resource) : null;
        Sessions = new SessionScope(Pipeline, Session, RequestTimeout, needsCurrent: type is not null);
        _targets = new TargetResolver(Pipeline, Sessions, MyInvocation.MyCommand.Name);
        if (type is not null)
        {
            Sessions.Types.Require(type);
        }
    }

    /// <inheritdoc/>
    protected override void Process() => Pipeline.Attempt(Resource, null, () =>
    {
        if (Resource is { Length: > 0 })
        {
            _targets!.ForEachNamed(ResourceName.Parse(Resource), Name ?? [], Namespace, target => Process(target, null));
        }
        else
        {
            _targets!.ForEachInput(InputObject, Namespace, Process);
        }
    });

    /// <summary>Works on one object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="manifest">The object from the pipeline; null for a name.</param>
    private protected abstract void Process(ObjectTarget target, Manifest? manifest);
}
