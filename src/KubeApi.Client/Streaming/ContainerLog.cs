using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Reads the log of one container once, and resumes it after its last line whenever the connection breaks. The end of a response does not prove that the
/// log has ended: a followed log ends only after the pod's state says that the container has ended, and one more read has found nothing new.
/// </summary>
/// <param name="target">The container.</param>
/// <param name="source">Opens its log.</param>
/// <param name="options">The selection of lines.</param>
/// <param name="limitBytes">The number of bytes to read, without timestamps; null for all.</param>
/// <param name="observer">Receives events other than lines.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="random">Spreads pauses.</param>
internal sealed class ContainerLog(
    LogTarget target, ILogSource source, LogOptions options, long? limitBytes, ILogObserver observer, TimeProvider clock, Random random)
{
    // Consecutive failures, without a line between them, of a log that no longer grows.
    private const int MaxFailures = 10;

    private readonly Backoff _backoff = new(random);
    private readonly LogLimit _limit = new(limitBytes);
    private LogPosition _position = new(options.SinceTime is { } since ? LogStamp.Of(since) : LogStamp.None);
    private LogOptions _first = options;
    private byte[] _rest = [];
    private DateTimeOffset? _opened;
    private bool _wasOpened;
    private bool _hadLines;
    private bool _hasReturned;
    private bool _isStalled;
    private int _failures;
    private KubeApiException? _failure;

    // Lines were returned, but without timestamps their end cannot be found again.
    private bool IsWithoutTimes => _hasReturned && _position.Since is null;

    /// <summary>The lines that exist.</summary>
    /// <exception cref="KubeApiException">The log could not be read, or broke off and could not be resumed.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await foreach (var lines in ReadOnceAsync(Next(), hasEnded: false, cancellationToken).ConfigureAwait(false))
            {
                yield return lines;
            }

            if (_failure is null)
            {
                break;
            }

            ThrowUnlessTransient(isGrowing: false);
            await Task.Delay(Pause(), clock, cancellationToken).ConfigureAwait(false);
        }

        if (TakeUnfinished() is { Count: > 0 } last)
        {
            yield return last;
        }
    }

    /// <summary>The lines that exist and those that follow, across restarts of the container.</summary>
    /// <param name="track">The state of the pod.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="KubeApiException">The log could not be read.</exception>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync(PodTrack track, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = default(string);
        var isComplete = false;
        byte[] rest = [];
        while (!_limit.IsReached)
        {
            var pod = await track.WaitAsync(p => HasNews(p, run, isComplete), cancellationToken).ConfigureAwait(false);
            var container = pod?.Container(target.Container);
            if (container?.LogId is null || (container.LogId == run && isComplete))
            {
                break;
            }

            var isPrevious = run is not null && container.LogId != run && !isComplete && container.PreviousLogId == run;
            if (container.LogId != run && !isPrevious)
            {
                Begin(run is null, isComplete);
                (run, isComplete) = (container.LogId, false);
            }

            var isLast = isPrevious || container.Phase != ContainerPhase.Running;
            var request = Next() with { Follow = !isPrevious, Previous = isPrevious };
            await foreach (var lines in ReadOnceAsync(request, isLast, cancellationToken).ConfigureAwait(false))
            {
                yield return lines;
            }

            isComplete = isLast && (_failure is null ? IsConfirmed(rest) : isPrevious && IsRunLost());
            rest = _rest;
            if (isComplete && TakeUnfinished() is { Count: > 0 } last)
            {
                yield return last;
            }

            // If the last read returned lines, another read follows without a pause, to confirm the end of the log.
            if (!isComplete && !_limit.IsReached && !(isLast && _failure is null && _hadLines))
            {
                ThrowUnlessTransient(isGrowing: !isLast);
                await track.PauseAsync(Pause(), clock, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!isComplete && !_limit.IsReached && run is not null && _failure is not null)
        {
            observer.MayHaveGap(target, LogGap.PodDeleted);
        }
        else if (TakeUnfinished() is { Count: > 0 } last)
        {
            yield return last;
        }
    }

    private bool HasNews(PodState pod, string? run, bool isComplete)
    {
        var container = pod.Container(target.Container);
        return (container.LogId is { } id && (id != run || !isComplete)) || (container.Phase != ContainerPhase.Running && !pod.WillStart(container));
    }

    // A new run has its own log, which is read completely.
    private void Begin(bool isFirst, bool isComplete)
    {
        if (isFirst)
        {
            return;
        }

        if (!isComplete)
        {
            observer.MayHaveGap(target, LogGap.RunLost);
        }

        observer.Restarted(target);
        _position = new LogPosition(LogStamp.None);
        _first = new LogOptions();
        (_opened, _hasReturned) = (null, false);
    }

    // The request for the lines that are still missing.
    private LogOptions Next()
    {
        if (_position.Since is { } since)
        {
            _position.Resume();
            return _first with { TailLines = null, SinceSeconds = null, SinceTime = since };
        }

        // Without last lines, all lines since the first response are read.
        return _first.TailLines == 0 && _opened is { } opened ? _first with { TailLines = null, SinceSeconds = null, SinceTime = opened } : _first;
    }

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadOnceAsync(
        LogOptions request, bool hasEnded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A node that misses a rotation reads the old file to its end when the container ends. The next file follows without a gap, unless another one
        // was in between: a node rotates a log every ten seconds at most.
        var mayBeNext = hasEnded && _failure is null;
        (_failure, _hadLines, _isStalled, _rest) = (null, false, false, []);
        using var stream = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var (isOpen, hasWarned) = (stream is not null, false);
        while (isOpen)
        {
            List<LogLine> lines = [];
            isOpen = await ReadAsync(stream!, lines, cancellationToken).ConfigureAwait(false);
            if (lines.Count == 0)
            {
                continue;
            }

            (_hadLines, _hasReturned) = (true, true);
            if (!_position.IsContinuous && !hasWarned && !(mayBeNext && _position.IsAdjacent))
            {
                hasWarned = true;
                observer.MayHaveGap(target, LogGap.Rotated);
            }

            yield return lines;
        }

        _rest = _failure is null && stream is not null ? stream.TakeRest() : [];
        // The node may create the file of a running container a moment later.
        (_failure, _rest) = (hasEnded || !request.Follow) && LogFault.Of(_rest, target, request.Previous) is { } fault ? (fault, []) : (_failure, _rest);
    }

    // A last line without a line feed is complete only if the log has ended. Otherwise it may be a part of a line that is read again.
    private List<LogLine> TakeUnfinished()
    {
        List<LogLine> lines = [];
        if (_rest.Length > 0)
        {
            LogStream.Add(lines, _rest, _position, _limit);
            _rest = [];
        }

        return lines;
    }

    private async Task<LogStream?> OpenAsync(LogOptions request, CancellationToken cancellationToken)
    {
        try
        {
            var (body, time) = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            (_opened, _wasOpened) = (_opened ?? time, true);
            observer.Opened(target);
            return new LogStream(body, _position, _limit);
        }
        catch (KubeApiException e)
        {
            _failure = e;
            return null;
        }
    }

    private async ValueTask<bool> ReadAsync(LogStream stream, List<LogLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(lines, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e)
        {
            // The lines exist, so a server that stops sending them would do so again.
            (_failure, _isStalled) = (e, e.Failure == FailureKind.Timeout);
            return false;
        }
    }

    // Whether a read that ended normally shows that the log has ended: it had no new line, and the same rest as the read before. A rotated log
    // returns no line again.
    private bool IsConfirmed(byte[] restBefore) => IsWithoutTimes
        || (!_hadLines && (_position.IsContinuous || !_position.HasRepeated) && _rest.AsSpan().SequenceEqual(restBefore));

    // Whether the node has removed the log of the previous run.
    private bool IsRunLost()
    {
        var isLost = _failure is { Failure: FailureKind.Refused, StatusCode: 400 or 404 } or { Failure: FailureKind.LogNotAvailable };
        if (isLost)
        {
            observer.MayHaveGap(target, LogGap.RunLost);
        }

        return isLost;
    }

    private TimeSpan Pause()
    {
        if (_hadLines)
        {
            _backoff.Reset();
        }

        var pause = _backoff.Next(_failure?.RetryAfter);
        observer.Resuming(target, _failure, pause);
        return pause;
    }

    // A log that grows is resumed for as long as its container runs.
    private void ThrowUnlessTransient(bool isGrowing)
    {
        if (IsWithoutTimes && (_failure is null || IsTransient(_failure)))
        {
            throw new KubeApiException(
                FailureKind.StreamBroken,
                $"The log of {target} was interrupted. Its lines have no timestamps, so it cannot be resumed. {_failure?.Message}".TrimEnd(), _failure);
        }

        _failures = _failure is null || _hadLines ? 0 : _failures + 1;
        if (_failure is null || (IsTransient(_failure) && (isGrowing || (_wasOpened && _failures < MaxFailures))))
        {
            return;
        }

        throw _wasOpened && IsTransient(_failure)
            ? new KubeApiException(FailureKind.StreamBroken, $"The log of {target} was interrupted and could not be resumed: {_failure.Message}", _failure)
            : _failure;
    }

    private bool IsTransient(KubeApiException e) => e switch
    {
        { Failure: FailureKind.ConnectionFailed or FailureKind.ProxyFailed } => true,
        { Failure: FailureKind.Timeout } => !_isStalled,
        // A load balancer's page, while the API server is not reached.
        { Failure: FailureKind.InvalidAnswer } => _wasOpened,
        { Failure: not FailureKind.Refused } => false,
        // A node that has just been started knows neither its pods nor their containers.
        { StatusCode: 400 or 404 } => _wasOpened,
        { StatusCode: 408 or 429 or >= 500 } => true,
        _ => false,
    };
}
