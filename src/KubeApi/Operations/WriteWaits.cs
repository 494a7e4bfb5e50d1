using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>The objects that a command has written, to be waited for together until each is ready.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="timeout">The time limit for all of them; zero for a single check.</param>
internal sealed class WriteWaits(PipelineRun pipeline, SessionScope sessions, TimeSpan timeout)
{
    private readonly WatchPlan _plan = new(pipeline, sessions);
    private readonly WaitGoal _goal = new([new ReadyCondition()]);

    /// <summary>Adds an object. One that is ready already, as most kinds are once they are stored, is not watched.</summary>
    /// <param name="target">The object.</param>
    /// <param name="json">The server's response to the write: the object, or its scale.</param>
    public void Add(ObjectTarget target, byte[] json)
    {
        var written = JsonNodes.Parse(json);
        var (name, uid) = ($"{written?["metadata"]?["name"]}", written?["metadata"]?["uid"]?.ToString());
        var key = new ObjectKey(target.Namespace ?? "", name);
        var isWhole = written?["kind"]?.ToString() == target.Type.Kind;
        // A review, for example, is answered and not stored.
        if (target.Type.Verbs.Contains("watch") && !(isWhole && IsReady(target.Type, key, new ListItem(json), target.Session.Clock.GetUtcNow())))
        {
            _plan.Add(target with { Name = name }, uid);
        }
    }

    /// <summary>Waits for all objects. Those that are not ready in time, or fail, are errors.</summary>
    public void Complete() => new ObjectWaiter(pipeline, sessions, _plan, _goal, timeout)
    {
        ToErrorTarget = (target, o) => o.LastItem is { } item ? ApiObject.Create(item, new ObjectOrigin(target.Session, target.Type)) : null,
    }.Run();

    private bool IsReady(ApiResource type, ObjectKey key, ListItem item, DateTimeOffset now) =>
        _goal.Evaluate(AwaitedObject.Of(type, key, item), now).Outcome == WaitOutcome.Met;
}
