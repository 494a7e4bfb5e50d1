using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the CPU and memory that pods and nodes use, from the server's metrics.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiUsage", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Usage))]
public sealed class GetKubeApiUsageCommand : NamespacedCmdlet
{
    private UsageOutput? _output;

    /// <summary>Pods or nodes, by any of their names; or <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(UsageResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = [];

    /// <summary>Names of pods or nodes, with wildcards.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet)]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Select by labels.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("l")]
    [JoinedTransformation]
    [ArgumentCompleter(typeof(LabelSelectorCompleter))]
    [ValidateNotNull]
    public LabelSelectorArgument? LabelSelector { get; set; }

    /// <summary>A row for each container of a pod.</summary>
    [Parameter]
    public SwitchParameter Containers { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        _output ??= new UsageOutput(Pipeline, Sessions) { Containers = Containers };
        if (ParameterSetName == InputObjectSet)
        {
            new InputResolver(Pipeline, Sessions).ForEach(InputObject, Namespace, (_, found) =>
            {
                foreach (var target in found.SelectMany(f => f.Objects))
                {
                    Pipeline.Attempt(target.ToString(), target.Session, () =>
                        _output.WriteOne(target.Session, UsageOutput.AreNodes(target.Type.FullName), target.Namespace, target.Name));
                }
            });
            return;
        }

        foreach (var resource in Resource.Select(ResourceName.Parse))
        {
            Write(resource);
        }
    }

    private void Write(ResourceName resource)
    {
        var (nodes, names) = (UsageOutput.AreNodes(resource.Type), ObjectNames.From(
            [.. (resource.Name is { Length: > 0 } own ? Name.Prepend(own) : Name).Select(n => new NameArgument(n))], null));
        if (nodes && Containers)
        {
            throw new ArgumentException("-Containers is for pods: a node has none. Omit it.");
        }

        if (!names.IsEmpty && LabelSelector is not null)
        {
            throw new ArgumentException("A name cannot be combined with a selector: it already selects one object.");
        }

        // A server can read an object by name in all namespaces only with a list.
        var areListed = names.IsEmpty || names.Patterns.Count > 0 || (AllNamespaces && !nodes);
        foreach (var (session, place) in from s in Sessions.All from n in Places(s, nodes) select (s, n))
        {
            foreach (var name in AllNamespaces && !nodes ? [] : names.Exact)
            {
                Pipeline.Attempt($"{resource.Type}/{name}", session, () => _output!.WriteOne(session, nodes, place, name));
            }

            if (areListed)
            {
                Pipeline.Attempt(resource.Type, session, () => _output!.Write(session, nodes, place, LabelSelector?.ToString(), names));
            }
        }
    }

    private string?[] Places(KubeApiSession session, bool nodes) => nodes || AllNamespaces ? [null] : Namespace ?? (string?[])[session.Namespace];
}
