using System.Net.WebSockets;
using System.Text.Json;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>Sends requests to one API server over pooled connections, and opens WebSockets. Safe for many threads.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _closed;
    private readonly TimeSpan _timeout;

    /// <summary>Prepares a client; connects to nothing yet.</summary>
    /// <param name="settings">The connection settings.</param>
    /// <param name="transport">Replaces the network in tests; null for the network.</param>
    public ApiClient(ConnectionSettings settings, HttpMessageHandler? transport = null)
        : this(settings.Server, HttpPipeline.Create(settings, transport), new CancellationTokenSource(), settings.RequestTimeout, null)
    {
    }

    private ApiClient(Uri server, HttpMessageInvoker invoker, CancellationTokenSource closed, TimeSpan timeout, IRequestObserver? observer)
    {
        Server = server;
        _invoker = invoker;
        _closed = closed;
        _timeout = timeout;
        Observer = observer;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>The time to wait for the head of a response, and for each further part of it.</summary>
    public TimeSpan RequestTimeout => _timeout;

    /// <summary>Receives requests, warnings and progress; null for none.</summary>
    public IRequestObserver? Observer { get; }

    /// <summary>The same client over the same connections, with an observer.</summary>
    /// <param name="observer">The observer.</param>
    /// <param name="timeout">The time-out, instead of that of the settings.</param>
    public ApiClient ObservedBy(IRequestObserver observer, TimeSpan? timeout = null) => new(Server, _invoker, _closed, timeout ?? _timeout, observer);

    /// <summary>Sends a request and waits for the head of a successful response (2xx, or 304 to a conditional request).</summary>
    /// <exception cref="KubeApiException">There was no response, or it was a failure.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = ToMessage(request);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new ApiResponse(message, response, new ResponseStream(body, message, (int)response.StatusCode, _closed.Token));
    }

    /// <summary>Opens a WebSocket. The upgrade passes the same handlers as any request; a rejected upgrade is a failure with the server's Status.</summary>
    /// <param name="request">A GET. An exec states <see cref="RepeatSafety.Never"/>.</param>
    /// <param name="protocols">The subprotocols to offer, the preferred one first.</param>
    /// <param name="keepAliveInterval">The interval of keep-alive frames; zero for none.</param>
    /// <param name="cancellationToken">Cancels the attempt; the open WebSocket does not depend on it.</param>
    /// <returns>An open WebSocket with the subprotocol that the server chose. Disposing it, or the client, closes the connection.</returns>
    /// <exception cref="KubeApiException">There was no response, the server rejected the upgrade, or it did not complete the handshake.</exception>
    public async Task<WebSocket> UpgradeAsync(
        ApiRequest request, IReadOnlyList<string> protocols, TimeSpan keepAliveInterval, CancellationToken cancellationToken)
    {
        var handshake = new WebSocketHandshake(protocols);
        var message = ToMessage(request);
        handshake.AddTo(message);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        try
        {
            var options = new WebSocketCreationOptions
            {
                IsServer = false,
                // .NET takes no slash, which the tunnel of a port-forward has.
                SubProtocol = handshake.Complete(message, response)?.Replace('/', '.'),
                KeepAliveInterval = keepAliveInterval,
            };
            var connection = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return WebSocket.CreateFromStream(new UpgradedStream(connection, message, _closed.Token), options);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads the whole response.</summary>
    /// <exception cref="KubeApiException">There was no response, it was a failure, or it was incomplete.</exception>
    public async Task<byte[]> SendForBytesAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads the whole response as JSON.</summary>
    /// <exception cref="KubeApiException">
    /// There was no response, it was a failure or incomplete, is not valid JSON, or is an object of another kind than the request expects.
    /// </exception>
    public async Task<JsonElement> SendForJsonAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var json = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        ResponseKind.Check(request, json.Text("kind"));
        return json;
    }

    /// <summary>
    /// Sends another program's message, and returns any response, failures too. It passes the same handlers as any request, but is not repeated, and no
    /// time-out applies. Disposing the client does not end the response.
    /// </summary>
    /// <exception cref="KubeApiException">There was no response.</exception>
    internal Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        message.Options.Set(RequestOptions.Forwarded, true);
        return SendAsync(message, cancellationToken);
    }

    /// <summary>Canceled when the client is disposed.</summary>
    internal CancellationToken Closing => _closed.Token;

    /// <summary>Closes the connections, and ends the requests and WebSockets that use them.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        _invoker.Dispose();
    }

    /// <summary>The failure of a request whose client was disposed.</summary>
    internal static KubeApiException Closed(Exception e) => new(FailureKind.SessionClosed, "The session was closed.", e);

    private HttpRequestMessage ToMessage(ApiRequest request)
    {
        var message = request.ToMessage(Server);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Value);
        message.Options.Set(RequestOptions.Request, request);
        message.Options.Set(RequestOptions.Timeout, _timeout);
        if (Observer is not null)
        {
            message.Options.Set(RequestOptions.Observer, Observer);
        }

        return message;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        try
        {
            return await _invoker.SendAsync(message, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is OperationCanceledException or ObjectDisposedException && _closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw message.Failed(Closed(e));
        }
    }
}
