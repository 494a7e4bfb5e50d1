using System.Buffers;
using System.Net.WebSockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>
/// The numbered channels of one WebSocket: the first byte of each message is its channel. One caller receives; any number of callers send.
/// </summary>
internal sealed class ChannelSocket(WebSocket socket) : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int NoChannel = -1;

    // A WebSocket sends these by itself; they keep proxies from closing an idle connection.
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(30);

    private static readonly string s_aborted = new WebSocketException(WebSocketError.Faulted).Message;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly SemaphoreSlim _sending = new(1, 1);
    private int _channel = NoChannel;

    /// <summary>The subprotocol that the server chose.</summary>
    public string? Protocol => socket.SubProtocol;

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="request">The upgrade.</param>
    /// <param name="protocols">The subprotocols to offer, the preferred one first. The server must choose one.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <param name="sendsWhenIdle">Whether keep-alive frames, which need no response, are sent even where a stream is sent.</param>
    /// <exception cref="KubeApiException">
    /// The server refused; it speaks none of the protocols (<see cref="FailureKind.StreamNotSupported"/>); or the connection broke after the request was sent
    /// (<see cref="FailureKind.StreamBroken"/>).
    /// </exception>
    public static async Task<ChannelSocket> OpenAsync(
        ApiClient client, ApiRequest request, string[] protocols, CancellationToken cancellationToken, bool sendsWhenIdle = false) =>
        new(await UpgradeAsync(client, request, protocols, sendsWhenIdle, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a WebSocket, with the failures of <see cref="OpenAsync"/>.</summary>
    internal static async Task<WebSocket> UpgradeAsync(
        ApiClient client, ApiRequest request, string[] protocols, bool sendsWhenIdle, CancellationToken cancellationToken)
    {
        // While a stream is sent, an unanswered keep-alive must not end it: the other end may be waiting for its own reader.
        var keepAlive = request.SendsStream && !sendsWhenIdle ? TimeSpan.Zero : s_keepAlive;
        try
        {
            var socket = await client.UpgradeAsync(request, protocols, keepAlive, cancellationToken).ConfigureAwait(false);
            if (socket.SubProtocol is not null)
            {
                return socket;
            }

            socket.Dispose();
            throw NotSupported(client, protocols, null);
        }
        // The WebSocket library of the API server refuses unknown subprotocols with a bare 403.
        catch (KubeApiException e) when (e is { Failure: FailureKind.InvalidAnswer, StatusCode: 0 })
        {
            throw NotSupported(client, protocols, e);
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.UnknownOutcome)
        {
            throw new KubeApiException(FailureKind.StreamBroken, e.Status with { Reason = nameof(FailureKind.StreamBroken) }, e);
        }
    }

    /// <summary>Receives the next part of a message; null if the server closed the WebSocket.</summary>
    /// <exception cref="KubeApiException">The connection broke, or the session was closed.</exception>
    public async ValueTask<ChannelMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var received = await ReceivePartAsync(cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            var data = _buffer.AsMemory(0, received.Count);
            if (_channel == NoChannel && !data.IsEmpty)
            {
                _channel = data.Span[0];
                data = data[1..];
            }

            var channel = _channel;
            _channel = received.EndOfMessage ? NoChannel : _channel;
            if (!data.IsEmpty)
            {
                return new ChannelMessage((byte)channel, data);
            }
        }
    }

    /// <summary>Sends bytes on a channel, in messages of at most 64 KB. No bytes are sent as an empty message.</summary>
    /// <exception cref="KubeApiException">The connection broke, or the session was closed.</exception>
    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length + 1, BufferSize));
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            message[0] = channel;
            do
            {
                var count = Math.Min(data.Length, BufferSize - 1);
                data[..count].CopyTo(message.AsMemory(1));
                data = data[count..];
                await socket.SendAsync(message.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken)
                    .ConfigureAwait(false);
            }
            while (!data.IsEmpty);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // A WebSocket whose caller canceled one direction is broken in the other.
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(e);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => socket.Dispose();

    private async ValueTask<ValueWebSocketReceiveResult> ReceivePartAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // A WebSocket whose caller canceled one direction is broken in the other.
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken(e);
        }
    }

    /// <summary>
    /// Whether an exception of a WebSocket means that its connection broke. A WebSocket that was aborted, but not by the caller, reports a cancellation.
    /// </summary>
    internal static bool IsBroken(Exception e) =>
        e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException;

    /// <summary>The failure of a broken connection.</summary>
    internal static KubeApiException Broken(Exception e) => e.InnerException is KubeApiException { Failure: FailureKind.SessionClosed } closed
        ? closed
        : new KubeApiException(FailureKind.StreamBroken, (e.InnerException as KubeApiException)?.Message ?? $"The connection broke: {ReasonOf(e)}", e);

    // The default message of such an exception says only that the WebSocket was aborted.
    private static string ReasonOf(Exception e) =>
        e.Message != s_aborted ? e.Message : e.InnerException?.Message ?? "the server sent an invalid WebSocket frame.";

    private static KubeApiException NotSupported(ApiClient client, string[] protocols, Exception? inner) => new(
        FailureKind.StreamNotSupported,
        $"The server {client.Server.Authority}, or a proxy in front of it, does not support the stream protocol {string.Join(" or ", protocols)}.",
        inner);
}
