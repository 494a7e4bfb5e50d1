using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Commands.Base;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Watches objects: reports the existing objects, then each change as it happens. Survives disconnects and restarts of the server.</summary>
[Cmdlet(VerbsCommon.Watch, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType(typeof(WatchedEvent))]
public sealed class WatchKubeApiObjectCommand : ObjectSelectionCmdlet
{
    private WatchPlan? _plan;

    /// <summary>Objects to watch, each in its own session; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The types of events to write.</summary>
    [Parameter]
    [EventTypeTransformation]
    [ValidateNotNullOrEmpty]
    public WatchEventType[] EventType { get; set; } = Enum.GetValues<WatchEventType>();

    /// <summary>Only changes from now on, without the existing objects.</summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>Only the objects' metadata.</summary>
    [Parameter]
    public SwitchParameter MetadataOnly { get; set; }

    /// <summary>Only the objects, without the server's columns: the table then shows kind, namespace and name.</summary>
    [Parameter]
    public SwitchParameter NoServerPrint { get; set; }

    /// <summary>Add to each event the fields that changed, with the field manager that changed them. Keeps all watched objects in memory.</summary>
    [Parameter]
    public SwitchParameter IncludeChange { get; set; }

    /// <summary>Ends the watch after the event for which the script block returns true; the event is <c>$_</c>.</summary>
    [Parameter]
    [ScriptTransformation]
    [ValidateNotNull]
    public ScriptBlock? Until { get; set; }

    /// <summary>Ends the watch, without an error, after this time: seconds, <c>2m</c>, or a TimeSpan.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Accepts kubectl's <c>-w</c>, so that an error can say that it is not needed.</summary>
    [Parameter(DontShow = true)]
    [Alias("w")]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _plan = new WatchPlan(Pipeline, Sessions);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != InputObjectSet)
        {
            AddTyped(_plan!);
            return;
        }

        _plan!.Add(InputObject, Namespace);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_plan!.Targets.Count == 0)
        {
            return;
        }

        var options = Selectors with { Representation = MetadataOnly ? Representation.Metadata : NoServerPrint ? Representation.Object : Representation.Table };
        var watches = new WatchRun(Pipeline, Sessions, options);
        var output = new WatchOutput(Pipeline, _plan, EventType, Sessions.HasSeveral)
        {
            History = IncludeChange ? new ChangeHistory() : null,
            NewOnly = NewOnly,
        };
        var until = Until is null ? null : new ScriptPredicate(Until, Timeout, this);
        foreach (var e in output.Read(watches, Timeout))
        {
            WriteObject(output.Present(e));
            if (until is not null && Ends(until, e))
            {
                return;
            }
        }
    }

    private bool Ends(ScriptPredicate until, WatchedEvent e)
    {
        try
        {
            return until.IsTrue(e);
        }
        catch (Exception failure) when (failure is FormatException or TimeoutException)
        {
            Pipeline.Report(
                e.Object, e.Source, new ArgumentException($"The script block of -Until failed for '{e}', which ends the watch: {failure.Message}", failure));
            return true;
        }
    }
}
