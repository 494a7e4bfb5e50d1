using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>The objects that a command has written, to be waited for together until each is ready. Each is output when its wait ends.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="timeout">The time limit for all of them; zero for a single check.</param>
/// <param name="representation">The representation for the output: objects alone, or the server's columns.</param>
internal sealed class WriteWaits(PipelineRun pipeline, SessionScope sessions, TimeSpan timeout, Representation representation)
{
    private readonly Dictionary<(WatchTarget, string), (Action<ListItem?> Output, AwaitedObject? Seen)> _outputs = [];
    private readonly WatchPlan _plan = new(pipeline, sessions);
    private readonly WaitGoal _goal = new([new ReadyCondition()]);

    /// <summary>Adds an object; false if it is ready already, as most kinds are once they are stored.</summary>
    /// <param name="target">The object.</param>
    /// <param name="json">The server's response to the write: the object, or its scale.</param>
    /// <param name="output">Writes the last known state of the object to the pipeline; null if it was never seen.</param>
    public bool TryAdd(ObjectTarget target, byte[] json, Action<ListItem?> output)
    {
        var written = JsonNodes.Parse(json);
        var (name, uid) = ($"{written.Child("metadata").Child("name")}", written.Child("metadata").Child("uid")?.ToString());
        var key = new ObjectKey(target.Namespace ?? "", name);
        var isWhole = written.Child("kind")?.ToString() == target.Type.Kind;
        // A review, for example, has a response but is not stored.
        if (!target.Type.Verbs.Contains("watch") || (isWhole && IsReady(target.Type, key, new ListItem(json), target.Session.Clock.GetUtcNow())))
        {
            return false;
        }

        var watch = _plan.Add(target with { Name = name }, uid);
        // Of an object that is written twice, both states are output.
        Output((watch, name));
        _outputs[(watch, name)] = (output, null);
        return true;
    }

    /// <summary>Waits for all objects. Those that are not ready in time, or fail, are errors.</summary>
    public void Complete()
    {
        new ObjectWaiter(pipeline, sessions, _plan, _goal, timeout)
        {
            Options = new() { Representation = representation },
            Seen = Remember,
            Met = (watch, o) => Output((watch, o.Key.Name)),
            ToErrorTarget = (watch, o) => o.LastItem is { } item ? ApiObject.Create(item, new ObjectOrigin(watch.Session, watch.Type)) : null,
        }.Run();
        foreach (var unmet in _outputs.Keys.ToList())
        {
            Output(unmet);
        }
    }

    private void Remember(WatchTarget watch, AwaitedObject o)
    {
        if (_outputs.TryGetValue((watch, o.Key.Name), out var waiting))
        {
            _outputs[(watch, o.Key.Name)] = waiting with { Seen = o };
        }
    }

    private void Output((WatchTarget, string) key)
    {
        if (_outputs.Remove(key, out var waiting))
        {
            waiting.Output(waiting.Seen?.LastItem);
        }
    }

    private bool IsReady(ApiResource type, ObjectKey key, ListItem item, DateTimeOffset now) =>
        _goal.Evaluate(AwaitedObject.Of(type, key, item), now).Outcome == WaitOutcome.Met;
}
