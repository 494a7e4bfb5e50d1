using System.Management.Automation;
using KubeApi.Client.Watching;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Makes the PowerShell objects of objects that are waited for, and writes them.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="plan">The watches.</param>
internal sealed class WaitOutput(PipelineRun pipeline, SessionScope sessions, WatchPlan plan)
{
    private readonly ObjectViews _views = new(ConsoleAccess.WidthOf(pipeline.Host));
    private readonly Dictionary<AwaitedObject, ObjectOrigin> _origins = [];
    private readonly Dictionary<WatchTarget, ObjectOrigin> _shared = [];

    /// <summary>Remembers which server an object is of.</summary>
    public void Remember(WatchTarget target, AwaitedObject o)
    {
        if (!_shared.TryGetValue(target, out var origin))
        {
            _shared.Add(target, origin = new ObjectOrigin(target.Session, target.Type));
        }

        _origins[o] = origin;
    }

    /// <summary>An object that exists.</summary>
    public PSObject ToObject(AwaitedObject o) => ApiObject.Create(o.Item!.Value, _origins[o]);

    /// <summary>The last known state of an object; null if it was never seen.</summary>
    public PSObject? ToLastObject(AwaitedObject o) => o.LastItem is { } item ? ApiObject.Create(item, _origins[o]) : null;

    /// <summary>Writes an object in its last state, from the wait or from the pipeline; nothing for one that never existed.</summary>
    public void Write(WatchTarget target, AwaitedObject o)
    {
        if (ToLastObject(o) is { } seen)
        {
            // The wait for it has ended, so it need not stay in memory.
            _origins.Remove(o);
            pipeline.Host.WriteObject(_views.Present(seen, plan.ScopeOf(sessions.HasSeveral)));
        }
        else if (plan.InputOf(target, o.Key.Name) is { } input)
        {
            pipeline.Host.WriteObject(input);
        }
        else
        {
            pipeline.Host.WriteVerbose($"{o} does not exist.");
        }
    }
}
