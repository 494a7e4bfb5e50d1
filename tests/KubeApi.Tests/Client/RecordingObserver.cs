using System.Collections.Concurrent;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

/// <summary>Records all notifications.</summary>
internal sealed class RecordingObserver : IRequestObserver
{
    public ConcurrentQueue<RequestRetry> Retries { get; } = [];

    public ConcurrentQueue<RequestTrace> Traces { get; } = [];

    /// <summary>Called for each retry.</summary>
    public Action? OnRetry { get; init; }

    public ConcurrentQueue<string> Warnings { get; } = [];

    public void Warning(string message) => Warnings.Enqueue(message);

    public void Sending(string method, Uri uri, bool isLongRunning)
    {
    }

    public void Sent(RequestTrace trace) => Traces.Enqueue(trace);

    public void Retrying(RequestRetry retry)
    {
        Retries.Enqueue(retry);
        OnRetry?.Invoke();
    }

    public void Listing(string resource)
    {
    }

    public void Listed(string resource, int delivered, long? remaining)
    {
    }
}
