using System.Collections.Concurrent;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Client.Watching;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Reports events of logs, other than their lines, to the pipeline. Called on any thread.</summary>
/// <param name="reporters">The reporter of each session.</param>
internal sealed class LogReporter(IReadOnlyDictionary<KubeApiSession, RequestReporter> reporters) : ILogObserver
{
    // Only logs that have been interrupted at least once.
    private readonly ConcurrentDictionary<LogTarget, WatchConnection> _connections = new();

    public void Opened(LogTarget target) => _connections.GetValueOrDefault(target)?.Connected();

    public void Ended(LogTarget target) => _connections.GetValueOrDefault(target)?.Ended();

    public void Resuming(LogTarget target, KubeApiException? failure, TimeSpan delay)
    {
        _connections.GetOrAdd(target, Follow).Disconnected(failure);
        Of(target.Owner).Verbose(failure is null
            ? $"The server ended the log of {target}; resuming in {delay.TotalSeconds:0.#} s."
            : $"The log of {target} was interrupted ({failure.Message.TrimEnd('.')}); resuming in {delay.TotalSeconds:0.#} s.");
    }

    public void MayHaveGap(LogTarget target, LogGap gap) => Of(target.Owner).Notice($"Lines of the log of {target} may be missing. " + gap switch
    {
        LogGap.Rotated => "The node rotated the log before they were read, and serves only the current file.",
        LogGap.RunLost => "The connection broke, and the container restarted more than once in the meantime: the node keeps only the log of the previous run.",
        _ => "The connection broke, and the pod was deleted in the meantime.",
    });

    public void Restarted(LogTarget target) => Of(target.Owner).Verbose($"The container {target} was restarted; its new log follows.");

    public void Joined(object owner, string pod) => Of(owner).Verbose($"The pod '{pod}' was created; its log follows.");

    public void Left(object owner, string pod) => Of(owner).Verbose($"The pod '{pod}' was deleted.");

    private WatchConnection Follow(LogTarget target)
    {
        var connection = new WatchConnection(((KubeApiSession)target.Owner).Clock);
        Of(target.Owner).Follow(connection, $"{target}");
        return connection;
    }

    /// <summary>The reporter of the session that owns a target.</summary>
    public RequestReporter Of(object owner) => reporters[(KubeApiSession)owner];
}
