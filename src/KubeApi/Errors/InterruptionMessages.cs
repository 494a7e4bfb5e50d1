using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>The messages about interrupted watches.</summary>
internal static class InterruptionMessages
{
    /// <summary>Why the watch is interrupted, as a sentence, and the recommended action.</summary>
    public static (string Reason, string Action) Explain(WatchInterruption interruption, KubeApiSession session)
    {
        var details = interruption.Failure is { } failure ? ErrorRecords.TryMake(failure, null, session)?.ErrorDetails : null;
        return (
            interruption.Retrying is null && details is not null ? Sentence(details.Message) : Reason(interruption, "watch"),
            details?.RecommendedAction is { Length: > 0 } action ? action : "Check the connection to the server, then repeat the command.");
    }

    /// <summary>The warning about an interruption that lasts.</summary>
    /// <param name="interruption">The interruption.</param>
    /// <param name="log">The pod and container of the interrupted log; null for a watch.</param>
    public static string Lasting(WatchInterruption interruption, string? log) =>
        $"Disconnected from {(log is null ? "the server" : $"the log of {log}")} since {UtcTime.Show(interruption.Since)}. "
            + $"{Reason(interruption, log is null ? "watch" : "log")} The command continues when the server {(log is null ? "responds" : "returns the log")}.";

    /// <summary>The error about a watch that ended during an interruption.</summary>
    /// <param name="target">The type and namespace.</param>
    /// <param name="interruption">The interruption.</param>
    /// <param name="session">The session.</param>
    public static KubeApiException Ended(string target, WatchInterruption interruption, KubeApiSession session)
    {
        var (reason, action) = Explain(interruption, session);
        return new KubeApiException(
            FailureKind.StreamBroken,
            $"The watch of {target} ended while it was disconnected: events since {UtcTime.Show(interruption.Since)} may be missing. {reason}",
            interruption.Failure)
        {
            RecommendedAction = action,
        };
    }

    // A retry has the newer reason.
    private static string Reason(WatchInterruption interruption, string what) => (interruption.Retrying ?? interruption.Failure?.Message) is { } reason
        ? Sentence(reason) : $"The server ended the {what}, and it has not been resumed yet.";

    private static string Sentence(string text) => $"{text.TrimEnd('.')}.";
}
