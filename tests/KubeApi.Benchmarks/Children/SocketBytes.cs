using System.Diagnostics.Tracing;

namespace KubeApi.Benchmarks.Children;

/// <summary>The number of bytes that this process received from sockets: checks that all clients downloaded the same.</summary>
internal sealed class SocketBytes : EventListener
{
    private const double Interval = 0.1;
    private long _received;

    /// <summary>All bytes so far. Waits until the counter has been updated, so read it outside of a timed section.</summary>
    public async Task<long> ReadAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(Interval * 3));
        return Volatile.Read(ref _received);
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Sockets")
        {
            EnableEvents(
                eventSource, EventLevel.LogAlways, EventKeywords.None,
                new Dictionary<string, string?> { ["EventCounterIntervalSec"] = Interval.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "EventCounters"
            && eventData.Payload is [IDictionary<string, object> counter]
            && counter["Name"] is "bytes-received")
        {
            Volatile.Write(ref _received, Convert.ToInt64(counter["Mean"], System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
