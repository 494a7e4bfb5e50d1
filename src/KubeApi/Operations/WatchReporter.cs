using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reports events of a watch, other than changes, to the pipeline. Called on any thread.</summary>
internal sealed class WatchReporter : IWatchObserver
{
    private readonly RequestReporter _reporter;
    private readonly WatchTarget _target;
    private readonly WatchConnection _connection;

    public WatchReporter(RequestReporter reporter, WatchTarget target)
    {
        (_reporter, _target, _connection) = (reporter, target, new WatchConnection(target.Session.Clock));
        reporter.Follow(_connection);
    }

    /// <summary>The current interruption of the watch; null while it is connected.</summary>
    public WatchInterruption? Interruption => _connection.Interruption is { } current ? current with { Retrying = _reporter.RetryReason } : null;

    public void Connected() => _connection.Connected();

    public void Disconnected(KubeApiException? failure) => _connection.Disconnected(failure);

    public void Ended() => _connection.Ended();

    public void Resuming(KubeApiException? failure, TimeSpan delay) => _reporter.Verbose(failure is null
        ? $"The server ended the watch of {_target}; resuming from the last version seen{(delay > TimeSpan.Zero ? $" in {delay.TotalSeconds:0.#} s" : "")}."
        : $"The watch of {_target} was interrupted ({failure.Message.TrimEnd('.')}); resuming in {delay.TotalSeconds:0.#} s.");

    public void Relisting() =>
        _reporter.Verbose($"The server no longer has the last version seen of {_target}; listing again, and reporting the differences.");

    public void Polling(KubeApiException refusal, TimeSpan interval) =>
        _reporter.Warning($"The watch of {_target} is forbidden ({refusal.Message.TrimEnd('.')}); reading every {interval.TotalSeconds:0} s instead.");

    public void UnknownEvent(string type) =>
        _reporter.Warning($"The server sends events of the unknown type '{type}' for {_target}; they are skipped.");
}
