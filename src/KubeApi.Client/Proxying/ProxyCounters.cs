namespace KubeApi.Client.Proxying;

/// <summary>Counts the requests of a proxy, and keeps the last refusals. Safe for many threads.</summary>
internal sealed class ProxyCounters
{
    private const int MaxRefusals = 20;

    private readonly Queue<ProxyRefusal> _refusals = new();
    private long _requests;
    private long _refused;

    public long Requests => Interlocked.Read(ref _requests);

    public long Refused => Interlocked.Read(ref _refused);

    public IReadOnlyList<ProxyRefusal> Refusals
    {
        get
        {
            lock (_refusals)
            {
                // PowerShell indexes an array, and not the list that a collection expression makes.
                return _refusals.ToArray();
            }
        }
    }

    public void AddRequest() => Interlocked.Increment(ref _requests);

    public void AddRefusal(RequestHead? head, string rule)
    {
        Interlocked.Increment(ref _refused);
        lock (_refusals)
        {
            _refusals.Enqueue(new ProxyRefusal(DateTimeOffset.Now, head?.Method ?? "", head?.Path ?? "", rule));
            if (_refusals.Count > MaxRefusals)
            {
                _refusals.Dequeue();
            }
        }
    }
}
