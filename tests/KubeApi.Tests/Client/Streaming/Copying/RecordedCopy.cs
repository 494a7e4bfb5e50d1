using System.Collections.Concurrent;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Records the reports of a copy.</summary>
internal sealed class RecordedCopy : ICopyObserver
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public ConcurrentQueue<(string Path, KubeApiException Failure)> Failures { get; } = [];

    public ConcurrentQueue<string> Warnings { get; } = [];

    public ConcurrentQueue<string> Resumed { get; } = [];

    /// <summary>Called with the number of bytes so far.</summary>
    public Action<long> OnAdvanced { get; set; } = _ => { };

    public void Advanced(long bytes) => OnAdvanced(Interlocked.Add(ref _bytes, bytes));

    public void Failed(string path, KubeApiException failure) => Failures.Enqueue((path, failure));

    public void Resuming(string path, KubeApiException failure, TimeSpan delay) => Resumed.Enqueue(path);

    public void Warning(string message) => Warnings.Enqueue(message);
}
