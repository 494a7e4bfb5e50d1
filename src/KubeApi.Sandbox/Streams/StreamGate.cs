using System.Collections.Concurrent;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Streams;

/// <summary>Opens streams with the requested faults, and cuts the open ones.</summary>
internal sealed class StreamGate(Lifetime lifetime)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<OpenStream, bool> _open = [];

    /// <summary>The faults of the streams that are opened from now on.</summary>
    public StreamFlow Flow { get; set; } = new();

    /// <summary>Resets the connections of the open streams.</summary>
    public void Cut()
    {
        foreach (var stream in _open.Keys)
        {
            stream.Cut();
        }
    }

    /// <summary>Opens a stream with the faults of its header `Sandbox-Streams`, or else with those of the server.</summary>
    public OpenStream Open(HttpContext context)
    {
        try
        {
            var own = context.Request.Headers["Sandbox-Streams"].ToString();
            var stream = new OpenStream(context, own.Length > 0 ? StreamFlow.Parse(own) : Take(), ended => _open.TryRemove(ended, out _), lifetime.Stopping);
            _open[stream] = true;
            return stream;
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }

    private StreamFlow Take()
    {
        lock (_lock)
        {
            var taken = Flow;
            Flow = taken.Count is { } count ? count > 1 ? taken with { Count = count - 1 } : new StreamFlow() : taken;
            return taken;
        }
    }
}
