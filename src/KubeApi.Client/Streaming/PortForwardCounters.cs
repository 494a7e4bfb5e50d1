namespace KubeApi.Client.Streaming;

/// <summary>Counts the connections and bytes of a port-forward, and keeps its last failure. Safe for many threads.</summary>
internal sealed class PortForwardCounters
{
    private long _connections;
    private long _open;
    private long _received;
    private long _sent;
    private volatile string? _error;

    public long Connections => Interlocked.Read(ref _connections);

    public long Open => Interlocked.Read(ref _open);

    public long BytesReceived => Interlocked.Read(ref _received);

    public long BytesSent => Interlocked.Read(ref _sent);

    public string? Error => _error;

    public void Begin()
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _open);
    }

    public void End() => Interlocked.Decrement(ref _open);

    public void Received(int bytes) => Interlocked.Add(ref _received, bytes);

    public void Sent(int bytes) => Interlocked.Add(ref _sent, bytes);

    public void Failed(string error) => _error = error;
}
