using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Merges finished logs by their timestamps. A limited number of logs is received at a time: a log pauses while its lines wait to be merged, and the next one
/// starts.
/// Memory depends on the number of logs, not on their length.
/// </summary>
/// <param name="sources">The logs. One that throws ends with its failure, and the others go on.</param>
/// <param name="maxParallel">The maximum number of logs that are received at a time.</param>
internal sealed class LogMerge(IReadOnlyList<(LogTarget Target, IAsyncEnumerable<IReadOnlyList<LogLine>> Lines)> sources, int maxParallel)
{
    // The limit of chunks to merge: for one log large enough that the two sides rarely wait, for many logs few per log.
    private const int MostChunks = 8;
    private const int LeastChunks = 2;

    /// <summary>The lines in the order of their timestamps. The lines of one log stay in order.</summary>
    public async IAsyncEnumerable<LogBatch> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var turn = new SemaphoreSlim(maxParallel);
        var capacity = Math.Clamp(MostChunks / Math.Max(1, sources.Count), LeastChunks, MostChunks);
        Head[] heads = [.. sources.Select((s, i) => new Head(i, s.Target, capacity))];
        var receiving = Task.WhenAll(heads.Select(h => ReceiveAsync(h, turn, stop.Token)));
        try
        {
            var queue = new PriorityQueue<Head, (long Stamp, int Index)>();
            foreach (var head in heads)
            {
                if (await head.FillAsync(stop.Token).ConfigureAwait(false))
                {
                    queue.Enqueue(head, head.Key);
                }
            }

            while (queue.TryDequeue(out var head, out _))
            {
                yield return head.TakeUntil(queue.TryPeek(out _, out var next) ? next : (long.MaxValue, 0));
                if (await head.FillAsync(stop.Token).ConfigureAwait(false))
                {
                    queue.Enqueue(head, head.Key);
                }
            }

            foreach (var head in heads.Where(h => h.Failure is not null))
            {
                yield return new LogBatch(head.Target, [], head.Failure);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(Head head, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        var hasTurn = false;
        try
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            hasTurn = true;
            await foreach (var lines in sources[head.Index].Lines.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!head.Received.Writer.TryWrite(lines))
                {
                    // Its turn is over: it waits for those that have not begun.
                    if (hasTurn)
                    {
                        turn.Release();
                        hasTurn = false;
                    }

                    await head.Received.Writer.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
                }
            }

            head.Received.Writer.Complete();
        }
        catch (Exception e)
        {
            // Rethrown to the reader after the lines before it; a reader that has left does not wait for it.
            head.Received.Writer.Complete(e);
        }
        finally
        {
            if (hasTurn)
            {
                turn.Release();
            }
        }
    }

    private sealed class Head(int index, LogTarget target, int capacity)
    {
        private IReadOnlyList<LogLine> _lines = [];
        private int _at;
        private long _newest = LogStamp.None;

        public int Index => index;

        public LogTarget Target => target;

        public Channel<IReadOnlyList<LogLine>> Received { get; } = Channel.CreateBounded<IReadOnlyList<LogLine>>(capacity);

        public Exception? Failure { get; private set; }

        // A line out of order, or without a timestamp, directly follows the line before it.
        public (long Stamp, int Index) Key => (Math.Max(_newest, _lines[_at].Stamp), index);

        // False at the end.
        public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
        {
            try
            {
                while (_at == _lines.Count)
                {
                    if (!await Received.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        return false;
                    }

                    (_lines, _at) = (await Received.Reader.ReadAsync(cancellationToken).ConfigureAwait(false), 0);
                }

                return true;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Failure = e;
                return false;
            }
        }

        public LogBatch TakeUntil((long Stamp, int Index) other)
        {
            var start = _at;
            do
            {
                _newest = Key.Stamp;
                _at++;
            }
            while (_at < _lines.Count && Key.CompareTo(other) < 0);
            return new LogBatch(target, start == 0 && _at == _lines.Count ? _lines : [.. _lines.Skip(start).Take(_at - start)]);
        }
    }
}
