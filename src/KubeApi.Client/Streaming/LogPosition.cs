namespace KubeApi.Client.Streaming;

/// <summary>
/// The position in a log, so that a resumed stream neither loses nor repeats a line. A server resumes a log at a whole second, and the lines of standard
/// output and standard error may be slightly out of order; so the timestamps of the last lines are kept, and each of them is skipped once.
/// </summary>
/// <param name="notBefore">Lines before this stamp are skipped; <see cref="LogStamp.None"/> for none.</param>
internal sealed class LogPosition(long notBefore)
{
    // The maximum distance of two lines that are out of order.
    private const long Disorder = LogStamp.Second;

    private readonly List<long> _recent = [];
    private Dictionary<long, int>? _repeated;
    private long _oldest = long.MaxValue;
    private long _newest = LogStamp.None;
    private long _last = LogStamp.None;
    private long _lastBefore = LogStamp.None;
    private long _firstNew = LogStamp.None;
    private bool _hasLast = true;
    private bool _hasRepeated;

    /// <summary>The time from which a resumed log is read; null if no line with a timestamp was read yet.</summary>
    public DateTimeOffset? Since => LogStamp.ToTime(Start);

    /// <summary>Whether the stream that was begun last repeated the last line that was read before it. True for the first stream.</summary>
    public bool IsContinuous => _hasLast;

    /// <summary>Whether the stream that was begun last repeated a line.</summary>
    public bool HasRepeated => _hasRepeated;

    /// <summary>Whether less than a second lies between the last line before the stream that was begun last and the first new line in it.</summary>
    public bool IsAdjacent => _firstNew - _lastBefore < LogStamp.Second;

    private long Start => _newest == LogStamp.None ? LogStamp.None : FloorOf(_newest);

    /// <summary>Begins a stream that starts at <see cref="Since"/>.</summary>
    public void Resume()
    {
        (_hasLast, _hasRepeated) = (_last == LogStamp.None, false);
        (_lastBefore, _firstNew) = (_last, LogStamp.None);
        _repeated = [];
        foreach (var stamp in _recent)
        {
            _repeated[stamp] = _repeated.GetValueOrDefault(stamp) + 1;
        }
    }

    /// <summary>Whether a line is new. It is remembered then. In a resumed stream, a line without a timestamp is new only after a new line with one.</summary>
    public bool Accept(long stamp)
    {
        if (stamp == LogStamp.None)
        {
            return _repeated is null || _firstNew != LogStamp.None;
        }

        if (stamp < notBefore || IsRepeated(stamp))
        {
            return false;
        }

        _last = stamp;
        _firstNew = _firstNew == LogStamp.None ? stamp : _firstNew;
        _oldest = Math.Min(_oldest, stamp);
        if (stamp > _newest)
        {
            var floor = FloorOf(stamp);
            if (_newest != LogStamp.None && floor != FloorOf(_newest))
            {
                _recent.RemoveAll(s => s < floor);
            }

            _newest = stamp;
        }

        if (stamp >= Start)
        {
            _recent.Add(stamp);
        }

        return true;
    }

    private bool IsRepeated(long stamp)
    {
        if (_repeated is null)
        {
            return false;
        }

        // Lines before the first one were not requested.
        if (stamp < Start || (!_hasRepeated && stamp < _oldest))
        {
            return true;
        }

        if (!_repeated.TryGetValue(stamp, out var count))
        {
            return false;
        }

        _hasRepeated = true;
        _hasLast |= stamp == _last;
        if (count > 1)
        {
            _repeated[stamp] = count - 1;
        }
        else
        {
            _repeated.Remove(stamp);
        }

        return true;
    }

    private static long FloorOf(long stamp) => ((stamp - Disorder) / LogStamp.Second) * LogStamp.Second;
}
