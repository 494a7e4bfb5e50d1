using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Objects;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets objects of any resource type, each as soon as it has arrived.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType("KubeApi.Object")]
public sealed class GetKubeApiObjectCommand : SessionCmdlet
{
    private const string NameSet = "Name";
    private const string LiteralNameSet = "LiteralName";

    /// <summary>Resource types by any of their names: <c>pods</c>, <c>po</c>, <c>deployments.apps</c>, <c>all</c>, <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = [];

    /// <summary>Names of objects, with wildcards.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Names of objects, as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralNameSet)]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralName { get; set; }

    /// <summary>The namespaces to look in; without it the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Look in all namespaces.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Only objects with these labels: <c>app=web,tier!=cache</c>, or <c>@{ app = 'web' }</c>.</summary>
    [Parameter]
    [Alias("l")]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>Only objects with these fields: <c>status.phase=Running</c>. The server knows few of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FieldSelector { get; set; }

    /// <summary>Objects per request; 0 for all in one.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int PageSize { get; set; } = 500;

    /// <summary>Keep <c>metadata.managedFields</c>.</summary>
    [Parameter]
    public SwitchParameter ShowManagedFields { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var session in Sessions)
        {
            foreach (var text in Resource)
            {
                Attempt(text, session, () => WriteResource(session, text));
            }
        }
    }

    private void WriteResource(KubeApiSession session, string text)
    {
        var (type, name) = text.Split('/', 2) is [var before, var after] ? (before, after) : (text, null);
        var names = ObjectNames.From(name, Name, LiteralName);
        if (names.HasExact && (LabelSelector is not null || FieldSelector is not null))
        {
            throw new ArgumentException("A name and a selector exclude each other: an exact name already selects one object.");
        }

        foreach (var resource in FindResources(session, type))
        {
            foreach (var scope in Scopes(session, resource))
            {
                WriteObjects(session, resource, scope, names);
            }
        }
    }

    private string?[] Scopes(KubeApiSession session, ApiResource resource) =>
        AllNamespaces || !resource.Namespaced ? [null] : [.. Namespace ?? [session.Namespace]];

    private void WriteObjects(KubeApiSession session, ApiResource resource, string? scope, ObjectNames names)
    {
        foreach (var name in names.Exact)
        {
            Attempt(name, session, () =>
            {
                if (resource.Namespaced && scope is null)
                {
                    WriteNamedEverywhere(session, resource, name);
                }
                else
                {
                    Write(session, resource, Wait(ObjectReader.GetAsync(Observed(session), resource.ToGroupVersionResource(), scope, name, Stopped)));
                }
            });
        }

        if (names.Patterns.Count > 0 || !names.HasExact)
        {
            Attempt(resource.FullName, session, () => WriteList(session, resource, scope, FieldSelector, names.Patterns));
        }
    }

    private void WriteNamedEverywhere(KubeApiSession session, ApiResource resource, string name)
    {
        if (PathSegment.Fault(name) is { } fault)
        {
            throw new ArgumentException($"The name '{name}' {fault}.");
        }

        if (WriteList(session, resource, null, $"metadata.name={name}", []) == 0)
        {
            WriteError(ErrorRecords.ObjectNotFound(resource.FullName, name));
        }
    }

    private int WriteList(KubeApiSession session, ApiResource resource, string? scope, string? fieldSelector, IReadOnlyList<WildcardPattern> patterns)
    {
        var options = new ListOptions { PageSize = PageSize, LabelSelector = LabelSelector?.ToString(), FieldSelector = fieldSelector };
        var count = 0;
        foreach (var json in Pull(ObjectReader.ListAsync(Observed(session), resource.ToGroupVersionResource(), scope, options, Observer)))
        {
            count++;
            Write(session, resource, json, patterns);
        }

        return count;
    }

    private void Write(KubeApiSession session, ApiResource resource, byte[] json, IReadOnlyList<WildcardPattern>? patterns = null)
    {
        var source = new JsonSource(json, session.Names, ShowManagedFields);
        var o = ApiObject.Create(source, new ObjectOrigin(session, resource.ToGroupVersionResource()), resource.ApiVersion, resource.Kind);
        if (patterns is not { Count: > 0 } || patterns.Any(p => p.IsMatch(ApiObject.NameOf(o))))
        {
            WriteObject(o);
        }
    }
}
