using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>
/// Waits until all objects meet a goal: with watches, or with repeated reads if watches are forbidden. Each object that fails, or does not meet the
/// goal in time, is an error with the reason.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="plan">The objects.</param>
/// <param name="goal">The goal of the wait.</param>
/// <param name="timeout">The time limit for all of them; zero for a single check.</param>
internal sealed class ObjectWaiter(PipelineRun pipeline, SessionScope sessions, WatchPlan plan, WaitGoal goal, TimeSpan timeout)
{
    // A script block for thousands of objects can take much longer than the wait.
    private static readonly TimeSpan s_longestPass = TimeSpan.FromSeconds(1);

    private static readonly WaitResult s_unchecked = WaitResult.Unmet("it was not checked in time");

    private readonly Dictionary<WatchTarget, AwaitedSet> _sets = [];
    private readonly Dictionary<AwaitedObject, WaitResult> _results = [];
    private readonly ConditionCheck _check = new(pipeline, goal);
    private readonly WaitDiagnosis _diagnosis = new(pipeline, sessions, goal);
    private WatchRun? _run;
    private (TimeProvider Clock, long Began) _start = (TimeProvider.System, 0);
    private int _met;
    private int _failed;

    /// <summary>Selectors and representation of the objects.</summary>
    public ListOptions Options { get; init; } = new();

    /// <summary>Called with each object that meets the goal.</summary>
    public Action<WatchTarget, AwaitedObject>? Met { get; init; }

    /// <summary>Called with each object when its state is first known.</summary>
    public Action<WatchTarget, AwaitedObject>? Seen { get; init; }

    /// <summary>Makes the object that an error is about; null for the kind and name of an object that was never seen.</summary>
    public required Func<WatchTarget, AwaitedObject, object?> ToErrorTarget { get; init; }

    /// <summary>Waits.</summary>
    public void Run()
    {
        foreach (var (target, names) in plan.Targets)
        {
            _sets.Add(target, CreateSet(target, names));
        }

        if (_sets.Count == 0)
        {
            return;
        }

        var clock = _sets.Keys.First().Session.Clock;
        _start = (clock, clock.GetTimestamp());
        _run = new WatchRun(pipeline, sessions, Options);
        var progress = new GoalProgress(pipeline, goal, _run.InterruptionOf);
        foreach (var change in pipeline.Pull(_run.FollowAsync(plan, timeout)))
        {
            if (change is { } known)
            {
                Follow(known);
            }
            else if (goal.DependsOnTime)
            {
                EvaluateAll();
            }

            if (_sets.Values.All(s => s.IsDone))
            {
                return;
            }

            var elapsed = Elapsed;
            if (elapsed >= timeout && (timeout > TimeSpan.Zero || _sets.Values.All(s => s.IsListed || s.IsDone)))
            {
                ReportTimeouts();
                return;
            }

            progress.Show(elapsed, _met, _failed, _sets, _results);
        }
    }

    private TimeSpan Elapsed => _start.Clock.GetElapsedTime(_start.Began);

    /// <summary>Ends the wait for an object whose error was reported elsewhere. While <see cref="Run"/> waits.</summary>
    public void Abandon(WatchTarget target, string name)
    {
        if (_sets.GetValueOrDefault(target) is { } set && set.Pending.FirstOrDefault(o => o.Key.Name == name) is { } o)
        {
            set.Remove(o);
            _failed++;
        }
    }

    private AwaitedSet CreateSet(WatchTarget target, WatchedNames names)
    {
        var set = new AwaitedSet(target.Type, goal.IsDeletion);
        if (names.HasSelection || target.IsInAnyNamespace)
        {
            set.Select();
        }

        if (!target.IsInAnyNamespace)
        {
            foreach (var (name, uid) in names.Exact)
            {
                var o = set.Expect(new ObjectKey(target.Namespace ?? "", name), uid);
                Seen?.Invoke(target, o);
            }
        }

        return set;
    }

    private void Follow(in WatchedChange change)
    {
        var (target, e, failure) = change;
        var set = _sets[target];
        if (failure is not null)
        {
            Abandon(target, set, failure);
        }
        else if (set.Observe(e, e.EndsList || plan.Targets[target].Contains(e.Item.Key.Name)) is { } o)
        {
            Seen?.Invoke(target, o);
            Evaluate(target, set, o);
        }
        else if (e.EndsList)
        {
            EvaluateAll(target, set);
            RequireNamespace(target, set);
        }
    }

    private void EvaluateAll()
    {
        foreach (var (target, set) in _sets)
        {
            EvaluateAll(target, set);
        }
    }

    // Before everything is listed, an object that was not reported may exist.
    private void EvaluateAll(WatchTarget target, AwaitedSet set)
    {
        var began = Elapsed;
        foreach (var o in set.Pending.Where(o => set.IsListed || o.Exists).ToList())
        {
            if (timeout > TimeSpan.Zero && Elapsed >= timeout && Elapsed - began > s_longestPass)
            {
                return;
            }

            Evaluate(target, set, o);
        }
    }

    private void Evaluate(WatchTarget target, AwaitedSet set, AwaitedObject o)
    {
        var result = goal.Evaluate(o, target.Session.Clock.GetUtcNow());
        if (result.Outcome == WaitOutcome.Unmet)
        {
            _results[o] = result;
            _check.Check(o);
            return;
        }

        _results.Remove(o);
        set.Remove(o);
        if (result.Outcome == WaitOutcome.Met)
        {
            _met++;
            Met?.Invoke(target, o);
        }
        else
        {
            Report(target, o, FailureKind.WaitFailed, result);
        }
    }

    // Without a result, nothing is known of the object.
    private void Report(WatchTarget target, AwaitedObject o, FailureKind kind, WaitResult? result)
    {
        _failed++;
        var one = new ObjectTarget(target.Session, target.Type, o.Key.Namespace.Length > 0 ? o.Key.Namespace : null, o.Key.Name);
        if (kind == FailureKind.WaitTimeout && _run!.InterruptionOf(target) is { } interruption)
        {
            ReportUnknown(ToErrorTarget(target, o) ?? o.ToString(), target, $"{one}", interruption, result?.Message);
            return;
        }

        var diagnosis = _diagnosis.Read(target, o);
        var message = result is null ? WaitMessages.Unknown($"{one}", timeout) : WaitMessages.Describe($"{one}", goal, result, timeout, diagnosis);
        var failure = new KubeApiException(kind, message)
        {
            RecommendedAction = result is null ? null
                : WaitAdvice.For(diagnosis, one.Namespace) ?? _diagnosis.Correct(one, o) ?? result.Advice
                    ?? WaitAdvice.Look(diagnosis, $"{o}", one.Namespace, kind == FailureKind.WaitTimeout),
        };
        pipeline.Report(ToErrorTarget(target, o) ?? o.ToString(), target.Session, failure);
    }

    // The last known state may be outdated.
    private void ReportUnknown(object errorTarget, WatchTarget target, string what, WatchInterruption interruption, string? last)
    {
        var (reason, advice) = InterruptionMessages.Explain(interruption, target.Session);
        var failure = new KubeApiException(FailureKind.WaitTimeout, WaitMessages.Unknown(what, timeout, interruption.Since, reason, last))
        {
            RecommendedAction = advice,
        };
        pipeline.Report(errorTarget, target.Session, failure);
    }

    private void ReportTimeouts()
    {
        foreach (var (target, set) in _sets)
        {
            if (set.IsIncomplete || set.IsEmpty)
            {
                _failed++;
                if (_run!.InterruptionOf(target) is { } interruption)
                {
                    ReportUnknown(target.ToString(), target, $"{target}", interruption, null);
                    continue;
                }

                var message = set.IsIncomplete ? WaitMessages.NotListed($"{target}", timeout)
                    : WaitMessages.NothingMatched($"{target}", Describe(plan.Targets[target]), timeout);
                pipeline.Report(target.ToString(), target.Session, new KubeApiException(FailureKind.WaitTimeout, message));
            }

            foreach (var o in set.Pending.ToList())
            {
                set.Remove(o);
                Report(target, o, FailureKind.WaitTimeout, _results.GetValueOrDefault(o) ?? (set.IsListed ? s_unchecked : null));
            }
        }
    }

    private string Describe(WatchedNames names) => string.Join(" and ", new[]
    {
        names.Patterns.Length > 0 ? $"match {names.Patterns}" : "",
        Options.LabelSelector is { } labels ? $"have the labels '{labels}'" : "",
        Options.FieldSelector is { } fields ? $"have the fields '{fields}'" : "",
    }.Where(t => t.Length > 0)) is { Length: > 0 } selection ? selection : "exist";

    private void RequireNamespace(WatchTarget target, AwaitedSet set)
    {
        if (goal.NeedsNamespace && target.Namespace is { } @namespace && (set.IsEmpty || set.Pending.Any(o => !o.Exists))
            && pipeline.Wait(NamespaceLookup.FindFaultAsync(sessions.ClientOf(target.Session), target.Type, @namespace, pipeline.Stopped)) is { } missing)
        {
            Abandon(target, set, missing);
        }
    }

    // The objects of a deleted type or namespace are deleted, too. A type that was never served may have a wrong path instead.
    private void Abandon(WatchTarget target, AwaitedSet set, Exception failure)
    {
        var isGone = goal.IsDeletion && failure is KubeApiException { Failure: FailureKind.Refused, StatusCode: 404 } missing
            && (set.WasServed || ErrorRecords.IsMissingNamespace(missing));
        if (!isGone)
        {
            pipeline.Report(target.ToString(), target.Session, target.Explain(failure));
        }

        foreach (var o in set.Abandon())
        {
            if (isGone)
            {
                _met++;
                Met?.Invoke(target, o);
            }
        }
    }
}
