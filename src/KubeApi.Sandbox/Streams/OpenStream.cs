namespace KubeApi.Sandbox.Streams;

/// <summary>One open stream: when it must break, and how.</summary>
internal sealed class OpenStream : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly HttpContext _context;
    private readonly Action<OpenStream> _disposed;
    private long _left;

    public OpenStream(HttpContext context, StreamFlow flow, Action<OpenStream> disposed, CancellationToken stopping)
    {
        (_context, Flow, _left, _disposed) = (context, flow, flow.CutAfter ?? flow.EndAfter ?? long.MaxValue, disposed);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
    }

    public StreamFlow Flow { get; }

    /// <summary>Canceled when the client has gone, the server stops or a test cuts the streams.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>The stream has sent all bytes that it may send: it must break now.</summary>
    public bool IsSpent => Interlocked.Read(ref _left) <= 0;

    /// <summary>The number of bytes that may still be sent, up to a given number.</summary>
    public int Allow(int count)
    {
        var left = Interlocked.Add(ref _left, -count);
        return left >= 0 ? count : (int)Math.Max(0, count + left);
    }

    /// <summary>Resets the connection.</summary>
    public void Cut() => _context.Abort();

    /// <summary>Resets the connection if the fault is a cut.</summary>
    /// <returns>Whether it was one; otherwise the stream ends like a complete one.</returns>
    public async Task<bool> TryCutAsync()
    {
        if (Flow.CutAfter is null)
        {
            return false;
        }

        // A reset discards the bytes that the client has not read yet, and the client must receive the bytes before the cut.
        await Task.Delay(100, CancellationToken.None);
        Cut();
        return true;
    }

    public void Dispose()
    {
        _disposed(this);
        _ending.Dispose();
    }
}
