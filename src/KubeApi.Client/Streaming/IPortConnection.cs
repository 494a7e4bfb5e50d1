using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>One connection to a port of a pod. One caller reads; another one may write at the same time.</summary>
internal interface IPortConnection : IDisposable
{
    /// <summary>Receives data; empty at the end. Valid until the next call.</summary>
    /// <exception cref="KubeApiException">
    /// The connection broke, or the server reported an error, as where nothing listens on the port (<see cref="FailureKind.StreamBroken"/>).
    /// </exception>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends data. It may be reused afterwards, even if the caller gave up.</summary>
    /// <exception cref="KubeApiException">The connection broke.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
