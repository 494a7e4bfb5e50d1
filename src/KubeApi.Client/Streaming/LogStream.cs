using System.Text;

namespace KubeApi.Client.Streaming;

/// <summary>Reads the new lines of one response.</summary>
/// <param name="body">The body.</param>
/// <param name="position">Decides which lines are new.</param>
/// <param name="limit">Decides when the reading ends.</param>
internal sealed class LogStream(Stream body, LogPosition position, LogLimit limit) : IDisposable
{
    // Sixteen times the size of a server's write: passing lines to another thread costs more than reading them.
    private const int BatchSize = 64 * 1024;

    private readonly LineBuffer _buffer = new();
    // Incomplete when there were lines to return.
    private Task<int>? _reading;

    /// <summary>Waits for lines, and adds the received ones, up to a limit.</summary>
    /// <returns>False at the end of the response, or at the limit; lines may have been added then, too.</returns>
    public async ValueTask<bool> ReadAsync(List<LogLine> lines, CancellationToken cancellationToken)
    {
        for (var received = 0; lines.Count == 0 || received < BatchSize;)
        {
            _reading ??= body.ReadAsync(_buffer.Room(), cancellationToken).AsTask();
            if (lines.Count > 0 && !_reading.IsCompleted)
            {
                break;
            }

            var reading = _reading;
            _reading = null;
            var count = await reading.ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            received += count;
            _buffer.Advance(count);
            while (!limit.IsReached && _buffer.TryTake(out var line))
            {
                Add(lines, line, position, limit);
            }

            if (limit.IsReached)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of the last line, if it has no end. It may be a part of a line that was cut.</summary>
    public byte[] TakeRest() => _buffer.TakeRest().ToArray();

    /// <summary>Adds a line, if it is new.</summary>
    /// <param name="lines">Receives the line.</param>
    /// <param name="line">The bytes, with the timestamp.</param>
    /// <param name="position">Decides whether it is new.</param>
    /// <param name="limit">Decides how much of it is returned.</param>
    public static void Add(List<LogLine> lines, ReadOnlySpan<byte> line, LogPosition position, LogLimit limit)
    {
        var text = line[LogStamp.Read(line, out var stamp)..];
        if (!limit.IsReached && position.Accept(stamp))
        {
            lines.Add(new LogLine(stamp, Encoding.UTF8.GetString(text[..limit.Take(text.Length)])));
        }
    }

    public void Dispose()
    {
        body.Dispose();
        // An incomplete read may still write to it.
        if (_reading is null or { IsCompleted: true })
        {
            _buffer.Dispose();
        }
    }
}
