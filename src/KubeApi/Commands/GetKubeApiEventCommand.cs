using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Formatting;
using KubeApi.Operations;
using KubeApi.Pipeline;

namespace KubeApi.Commands;

/// <summary>Gets events sorted by time: all events of namespaces, or the events about resource types or objects.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiEvent", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EventFields))]
public sealed class GetKubeApiEventCommand : NamespacedCmdlet
{
    private const int MinTableWidth = 120;

    private EventSearch? _search;
    private SinceArgument? _since;

    /// <summary>Resource types by any of their names, or <c>pod/web-1</c>: events about their objects. Without it, about all objects.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = [];

    /// <summary>Names of objects, with wildcards.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet)]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public NameArgument[]? Name { get; set; }

    /// <summary>Only events of this type.</summary>
    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    /// <summary>Only events that were seen after this time: a time span (<c>10m</c>), or a point in time.</summary>
    [Parameter]
    [SinceTransformation]
    [ValidateNotNull]
    public SinceArgument? Since { get => _since; set => _since = Typed(value, s => s?.Fault); }

    /// <summary>Accepts kubectl's <c>-w</c>, so that an error can name the replacement.</summary>
    [Parameter(DontShow = true)]
    [Alias("w")]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _search = new EventSearch(Pipeline, Sessions) { Type = Type, Since = Since };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == InputObjectSet)
        {
            new InputResolver(Pipeline, Sessions).ForEach(InputObject, Namespace, (_, found) => _search!.Add(found));
            return;
        }

        // A Namespace object is treated like any other object: the result is events about it, not events in it.
        var (resources, names) = ResourceName.Split(Resource, Name?.Select(n => new NameArgument(n.Name)).ToArray());
        _search!.Add(resources, ObjectNames.From(names, null), AllNamespaces, Namespace);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var events = _search!.Read().ToList();
        var hasNamespaces = AllNamespaces || events.Select(TableCell.Namespace).Distinct().Count() > 1;
        // Next to the other columns, a message would have ten characters per line on an 80-column console.
        var isNarrow = ConsoleAccess.WidthOf(this) < MinTableWidth;
        foreach (var e in events)
        {
            WriteObject(ObjectViews.PresentEvent(e, new ViewScope(Sessions.HasSeveral, hasNamespaces, HasTypes: false), isNarrow));
        }
    }
}
