using System.Collections.Concurrent;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Records what a copy reports.</summary>
internal sealed class RecordedCopy : ICopyObserver
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public ConcurrentQueue<(string Path, KubeApiException Failure)> Failures { get; } = [];

    public ConcurrentQueue<string> Warnings { get; } = [];

    public ConcurrentQueue<string> Resumed { get; } = [];

    public void Advanced(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Failed(string path, KubeApiException failure) => Failures.Enqueue((path, failure));

    public void Resuming(string path, KubeApiException failure, TimeSpan delay) => Resumed.Enqueue(path);

    public void Warning(string message) => Warnings.Enqueue(message);
}
