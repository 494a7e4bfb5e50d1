using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>
/// Whether a watch or a log is connected, from the events that its observer receives. One thread reports them, any thread reads the state.
/// </summary>
/// <param name="clock">Measures the interruptions.</param>
public sealed class WatchConnection(TimeProvider clock)
{
    // A watch that the server ended is opened again at once.
    private static readonly TimeSpan s_reopening = TimeSpan.FromSeconds(2);

    private volatile WatchInterruption? _last;

    /// <summary>The current interruption; null while the watch is connected, and for the moment in which a new one replaces it.</summary>
    public WatchInterruption? Interruption => _last is { } last && (last.Failure is not null || clock.GetUtcNow() - last.Since >= s_reopening) ? last : null;

    /// <summary>The server responds.</summary>
    public void Connected() => _last = null;

    /// <summary>The response ended, or another attempt failed.</summary>
    /// <param name="failure">The failure; null if the response ended normally.</param>
    public void Disconnected(KubeApiException? failure) =>
        _last = new WatchInterruption(_last?.Since ?? clock.GetUtcNow(), failure ?? _last?.Failure);

    /// <summary>The watch has failed, and is not resumed.</summary>
    public void Ended() => _last = null;

    /// <summary>Whether there has been an interruption for at least this time.</summary>
    public bool IsInterruptedFor(TimeSpan time) => Interruption is { } interruption && clock.GetUtcNow() - interruption.Since >= time;
}
