using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Workloads;

namespace KubeApi.Errors;

/// <summary>The messages of failed waits: the unmet condition, and the server's diagnosis.</summary>
internal static class WaitMessages
{
    /// <summary>The message about one object.</summary>
    /// <param name="o">The object and its server, for people.</param>
    /// <param name="goal">The goal of the wait.</param>
    /// <param name="result">The state of the object.</param>
    /// <param name="timeout">The time limit; zero for a single check.</param>
    /// <param name="diagnosis">The server's diagnosis.</param>
    public static string Describe(string o, WaitGoal goal, WaitResult result, TimeSpan timeout, Diagnosis diagnosis)
    {
        var isFailed = result.Outcome == WaitOutcome.Failed;
        var text = new StringBuilder($"{o} {(isFailed ? Never(goal) : NotYet(goal) + After(timeout))}: {result.Message}");
        // Avoids repetitions.
        foreach (var line in diagnosis.Conditions.Concat(diagnosis.Pods).Where(l => !result.Message.Contains(Detail(l), StringComparison.Ordinal)))
        {
            text.Append("\n  ").Append(line);
        }

        if (diagnosis.Log.Count > 0)
        {
            text.Append("\n  log of ").Append(diagnosis.LogOf);
            foreach (var line in diagnosis.Log)
            {
                text.Append("\n    ").Append(line);
            }
        }

        foreach (var e in diagnosis.Events.Where(e => !IsKnown(e.Message, text.ToString())))
        {
            text.Append(e.IsWarning ? "\n  warning: " : "\n  last event: ").Append(e);
        }

        return text.ToString();
    }

    /// <summary>The warning about a condition that an object with conditions does not have.</summary>
    /// <param name="o">The object, for people.</param>
    /// <param name="condition">The missing type.</param>
    /// <param name="types">The types that it has.</param>
    public static string UnknownCondition(string o, string condition, IReadOnlyList<string> types) =>
        $"{o} has no condition '{condition}', but {string.Join(", ", types)}.{NearNames.Question(condition, types)} "
        + "The wait continues, because a condition can be added later.";

    /// <summary>The message about an object of which nothing is known.</summary>
    public static string Unknown(string o, TimeSpan timeout) => $"The state of {o} is unknown{After(timeout)}: no complete list was received.";

    /// <summary>The message about an object whose watch is interrupted.</summary>
    /// <param name="o">The object, or the type and namespace, for people.</param>
    /// <param name="timeout">The time limit; zero for a single check.</param>
    /// <param name="since">When the interruption began.</param>
    /// <param name="reason">Its reason, as a sentence.</param>
    /// <param name="last">The last known state; null for none.</param>
    public static string Unknown(string o, TimeSpan timeout, DateTimeOffset since, string reason, string? last) =>
        $"The state of {o} is unknown{After(timeout)}: no changes have been received since {UtcTime.Show(since)}. {reason}"
        + (last is null ? "" : $" The last known state: {last}.");

    /// <summary>The state of an object in the progress of a wait while its watch is interrupted.</summary>
    /// <param name="since">When the interruption began.</param>
    /// <param name="last">The last known state; null for none.</param>
    public static string Outdated(DateTimeOffset since, string? last) =>
        $"disconnected since {UtcTime.Show(since)}{(last is null ? "" : $", before that {last}")}";

    /// <summary>The message about a selection whose objects are not all known.</summary>
    public static string NotListed(string target, TimeSpan timeout) =>
        $"No complete list of {target} was received within {DurationText.Show(timeout)}, so it is not known which objects match.";

    /// <summary>The message about a selection that nothing matched.</summary>
    /// <param name="target">The type and namespace.</param>
    /// <param name="selection">What the objects do: <c>have the labels 'app=web'</c>.</param>
    /// <param name="timeout">The time limit.</param>
    public static string NothingMatched(string target, string selection, TimeSpan timeout) => $"Nothing to wait for{After(timeout)}: no {target} {selection}.";

    /// <summary>The word after the number of objects in the progress: <c>2 of 3 ready</c>.</summary>
    public static string Done(WaitGoal goal) => goal.Conditions switch
    {
        [ReadyCondition] => "ready",
        [DeletedCondition] => "deleted",
        [ExistsCondition] => "created",
        _ => "done",
    };

    // Events repeat the states of containers and conditions: 'Failed to pull image "web:2": not found', 'Error: ImagePullBackOff'. A refusal names
    // another pod each time.
    private static bool IsKnown(string message, string text) =>
        text.Contains(message, StringComparison.Ordinal)
        || (message.Split(": ", 2) is [_, { Length: >= 10 } end] && text.Contains(end, StringComparison.Ordinal))
        || (message.Split(" is forbidden: ", 2) is [_, { Length: >= 10 } refusal] && text.Contains(refusal, StringComparison.Ordinal));

    // The message after the reason: "Ready is False: Failed: no such image".
    private static string Detail(string line) => line.Split(": ", 3)[^1];

    private static string NotYet(WaitGoal goal) => goal.Conditions switch
    {
        [ReadyCondition] => "is not ready",
        [DeletedCondition] => "is not deleted",
        [ExistsCondition] => "does not exist",
        _ => $"does not meet '{goal}'",
    };

    private static string Never(WaitGoal goal) => goal.Conditions is [ReadyCondition] ? "will not become ready" : $"will not meet '{goal}'";

    private static string After(TimeSpan timeout) => timeout == TimeSpan.Zero ? "" : $" after {DurationText.Show(timeout)}";
}
