using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet for objects that are selected by type, name, namespace and selector, or that are piped in.</summary>
public abstract class ObjectSelectionCmdlet : SessionCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string LiteralNameSet = "LiteralName";
    private protected const string InputObjectSet = "InputObject";

    private string[] _resource = [];
    private NameArgument[]? _name;

    /// <summary>Resource types by any of their names: <c>pods</c>, <c>po</c>, <c>deployments.apps</c>, <c>all</c>, <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = LiteralNameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get => _resource; set => _resource = Typed(value); }

    /// <summary>Names of objects, with wildcards, or a Namespace in which to search.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public NameArgument[]? Name { get => _name; set => _name = Typed(value); }

    /// <summary>Literal names of objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralNameSet)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralName { get; set; }

    /// <summary>The namespaces to search; the default is the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Search all namespaces.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = LiteralNameSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Only objects with these labels: <c>app=web,tier!=cache</c>, or <c>@{ app = 'web' }</c>.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("l")]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(LabelSelectorCompleter))]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>Only objects with these fields: <c>status.phase=Running</c>, or <c>@{ 'status.phase' = 'Running' }</c>. The server supports few
    /// fields.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(FieldSelectorCompleter))]
    [ValidateNotNull]
    public FieldSelectorArgument? FieldSelector { get; set; }

    /// <summary>Takes kubectl's <c>-f</c>, which would be a prefix of -FieldSelector, for an error that says what replaces it.</summary>
    [Parameter(DontShow = true)]
    [Alias("f")]
    public virtual SwitchParameter ManifestFile
    {
        get => default;
        set => Pipeline.Guard(() => KubectlOption.Refuse(MyInvocation, "-f"));
    }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;

    /// <summary>The sessions, each with the types of -Resource that its server has. Set by <see cref="Begin"/>.</summary>
    private protected IReadOnlyList<(KubeApiSession Session, ResourceName[] Resources)> SessionResources { get; private set; } = [];

    /// <summary>The given exact names, patterns and Namespace objects.</summary>
    private protected ObjectNames Names => ObjectNames.From(ResourceName.Split(Resource, Name).Names, LiteralName);

    /// <summary>The list options with -LabelSelector and -FieldSelector.</summary>
    private protected ListOptions Selectors => new() { LabelSelector = LabelSelector?.ToString(), FieldSelector = FieldSelector?.ToString() };

    /// <inheritdoc/>
    protected override void Begin()
    {
        ResourceName.RefuseTypes(MyInvocation.MyCommand.Name, Resource, Name);
        base.Begin();
        SessionResources = Sessions.Types.FindUsable(ResourceName.Split(Resource, Name).Resources);
    }

    /// <summary>Adds the objects that were typed to those that are watched.</summary>
    /// <exception cref="ArgumentException">A name is combined with a selector or a second namespace, or a type cannot be watched.</exception>
    private protected void AddTyped(WatchPlan plan)
    {
        var names = Names;
        var hasName = names.Exact.Count > 0 || SessionResources.Any(s => s.Resources.Any(r => r.Name is not null));
        if (hasName && (LabelSelector is not null || FieldSelector is not null))
        {
            throw new ArgumentException("A name cannot be combined with a selector: it already selects one object.");
        }

        if (LabelSelector is not null && string.IsNullOrWhiteSpace(LabelSelector.ToString()))
        {
            throw new ArgumentException("The selector is empty, which would select all objects: omit it to select all.");
        }

        foreach (var (session, resources) in SessionResources)
        {
            var namespaces = AllNamespaces ? null : Namespace ?? (names.Namespaces.Count > 0 ? [.. names.Namespaces] : [session.Namespace]);
            plan.Add(session, resources, names, namespaces);
        }
    }

    /// <summary>The query of a session's server.</summary>
    private protected ObjectQuery Query(KubeApiSession session, ResourceName[] resources, ObjectNames names, ListOptions options) => new()
    {
        Resources = [.. resources.Select(r => (r.Type, r.Name))],
        Names = names.Exact,
        AlsoList = names.Patterns.Count > 0,
        OtherNamespaces = names.Namespaces.Count == 0 || (Namespace is null && !AllNamespaces) ? names.Namespaces
            : throw new ArgumentException("A piped namespace cannot be combined with -Namespace or -AllNamespaces. Omit one of them."),
        Namespaces = AllNamespaces ? null : Namespace ?? [session.Namespace],
        Options = options,
    };
}
