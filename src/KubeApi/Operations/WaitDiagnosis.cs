using System.Diagnostics;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Client.Workloads;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reads why objects do not meet the goal of a wait, briefly and for a few objects: the wait itself is over.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="goal">The goal of the wait.</param>
internal sealed class WaitDiagnosis(PipelineRun pipeline, SessionScope sessions, WaitGoal goal)
{
    // Each takes several requests.
    private const int MostObjects = 10;

    private int _objects;

    /// <summary>The server's information about an object that exists.</summary>
    public Diagnosis Read(WatchTarget target, AwaitedObject o) =>
        !o.Exists || ++_objects > MostObjects ? Diagnosis.None
        : goal.IsDeletion ? DiagnosisReader.OfConditions(target.Type, o.Json)
        : Briefly(_ => new DiagnosisReader(sessions.ClientOf(target.Session)).ReadAsync(target.Type, o.Json, pipeline.Stopped), Diagnosis.None);

    /// <summary>A question with similar names, for an object that does not exist; null if there are none.</summary>
    public string? Correct(ObjectTarget one, AwaitedObject o) =>
        o.Exists || goal.IsDeletion || ++_objects > MostObjects ? null
        : Briefly(token => NameLookup.FindSimilarAsync(sessions.ClientOf(one.Session), one.Type, one.Namespace, one.Name, token), []) is { Count: > 0 } near
            ? NearNames.Question(near).TrimStart()
        : null;

    // If the server does not respond in time, the next objects are not diagnosed.
    private T Briefly<T>(Func<CancellationToken, Task<T>> read, T none)
    {
        var began = Stopwatch.GetTimestamp();
        using var timeout = new CancellationTokenSource(DiagnosisReader.Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pipeline.Stopped, timeout.Token);
        try
        {
            return pipeline.Wait(read(either.Token));
        }
        catch (OperationCanceledException) when (!pipeline.Stopped.IsCancellationRequested)
        {
            return none;
        }
        finally
        {
            if (Stopwatch.GetElapsedTime(began) >= DiagnosisReader.Timeout)
            {
                _objects = MostObjects;
            }
        }
    }
}
