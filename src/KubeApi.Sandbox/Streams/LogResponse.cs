using KubeApi.Sandbox.Containers;

namespace KubeApi.Sandbox.Streams;

/// <summary>Writes the log of a container, and follows it until the container ends.</summary>
internal sealed class LogResponse(HttpResponse response, OpenStream stream, LogOptions options)
{
    private long _limit = options.Limit ?? long.MaxValue;

    // A line of 16 KB or more is stored in pieces, of which only the first gets the timestamp.
    private bool _isWithinLine;

    public async Task WriteAsync(ContainerRun run)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/plain";
        var (lines, next, changed) = run.Log.Read();
        await response.StartAsync(stream.Ending);
        var isOpen = await WriteAsync(lines.Skip((int)Math.Max(0, lines.Count - (options.Tail ?? long.MaxValue))));
        while (isOpen && options.IsFollowed)
        {
            var hasEnded = run.Ended.IsCompleted;
            (lines, next, changed) = run.Log.Read(next);
            isOpen = await WriteAsync(lines) && !hasEnded;
            if (isOpen)
            {
                await Task.WhenAny(changed, run.Ended).WaitAsync(stream.Ending);
            }
        }
    }

    // False when no more is to be sent.
    private async Task<bool> WriteAsync(IEnumerable<ContainerLogLine> lines)
    {
        foreach (var line in lines.Where(line => options.Since is null || line.Time >= options.Since))
        {
            var stamp = options.HasTimestamps && !_isWithinLine ? Encoding.ASCII.GetBytes(Stamp(line.Time)) : [];
            _isWithinLine = !line.IsComplete;
            byte[] bytes = [.. stamp, .. line.Bytes.Span];
            var count = stream.Allow((int)Math.Min(_limit, bytes.Length));
            await response.Body.WriteAsync(bytes.AsMemory(0, count), stream.Ending);
            _limit -= count;
            if (_limit == 0 || stream.IsSpent)
            {
                break;
            }
        }

        await response.Body.FlushAsync(stream.Ending);
        if (stream.IsSpent && await stream.TryCutAsync())
        {
            throw new OperationCanceledException();
        }

        return _limit > 0 && !stream.IsSpent;
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z '", CultureInfo.InvariantCulture);
}
