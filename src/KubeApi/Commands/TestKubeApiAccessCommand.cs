using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Tests a permission of the user: returns a Boolean, or a row for each of several permissions.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KubeApiAccess", DefaultParameterSetName = NameSet)]
[OutputType(typeof(bool), typeof(AccessCheck))]
public sealed class TestKubeApiAccessCommand : AccessCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";

    private AccessTargets? _targets;
    private AccessChecks? _checks;
    private int _requested;
    private string[] _verb = [];

    /// <summary>The verbs: <c>get</c>, <c>delete</c>, <c>*</c>; for paths, HTTP methods.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(VerbCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Verb { get => _verb; set => _verb = Typed(value); }

    /// <summary>Resource types by any of their names, <c>*</c>, or non-resource paths: <c>/metrics</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [ResourceTransformation(Piped = "$object | Test-KubeApiAccess VERB")]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = [];

    /// <summary>Names of objects; without it, all objects.</summary>
    [Parameter(Position = 2, ParameterSetName = NameSet)]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Objects, each in its own session; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>A subresource of the objects: <c>log</c>, <c>exec</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AnySubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>The namespaces; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>In all namespaces at once.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _targets = new AccessTargets(Pipeline, Sessions);
        _checks = new AccessChecks(Pipeline, Sessions, ImpersonationIn);
        AccessTargets.CheckNamespaces(Namespace);
        _targets.Require(Verb, Resource);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == InputObjectSet)
        {
            new InputResolver(Pipeline, Sessions).ForEach(InputObject, Namespace, (_, found) =>
            {
                foreach (var (target, verb) in from t in found from o in t.Objects from v in Verb select (o, v))
                {
                    _requested++;
                    _checks!.Add(target.Session, _targets!.Resolve(target, verb, Subresource));
                }
            });
            return;
        }

        foreach (var (session, verb, resource) in from s in Sessions.All from v in Verb from r in Resource select (s, v, r))
        {
            Pipeline.Attempt($"{verb} {resource}", session, () =>
            {
                _requested++;
                var namespaces = AllNamespaces ? null : Namespace ?? [session.Namespace];
                var resolved = _targets!.Resolve(session, verb, resource, Subresource, Name, namespaces).ToList();
                _requested += resolved.Count - 1;
                resolved.ForEach(a => _checks!.Add(session, a));
            });
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (var check in _checks!.Run())
        {
            WriteObject(_requested == 1 ? check.IsAllowed : check);
        }
    }
}
