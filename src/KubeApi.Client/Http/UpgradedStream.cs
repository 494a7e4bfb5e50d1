using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// The connection of an upgraded request, in both directions. A broken connection throws a <see cref="KubeApiException"/>, which a WebSocket wraps in its
/// own exception. Disposing the client closes the connection.
/// </summary>
internal sealed class UpgradedStream : AsyncStream
{
    private readonly Stream _inner;
    private readonly HttpRequestMessage _request;
    private readonly CancellationToken _closed;
    private readonly CancellationTokenRegistration _closing;

    public UpgradedStream(Stream inner, HttpRequestMessage request, CancellationToken closed)
    {
        _inner = inner;
        _request = request;
        _closed = closed;
        _closing = closed.Register(static stream => ((Stream)stream!).Dispose(), inner);
    }

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Translate(e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Translate(e);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsBroken(Exception e) =>
        e is IOException or ObjectDisposedException || (_closed.IsCancellationRequested && e is not OperationCanceledException);

    private KubeApiException Translate(Exception e) => _request.Failed(_closed.IsCancellationRequested
        ? ApiClient.Closed(e)
        : new KubeApiException(
            FailureKind.ConnectionFailed, $"The connection to {_request.RequestUri!.Host}:{_request.RequestUri.Port} was lost: {e.Message.TrimEnd('.')}.", e));
}
