using System.Net;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>Sends requests to one API server, over connections that are kept. Safe for many threads.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _closed;
    private readonly IRequestObserver? _observer;
    private readonly TimeSpan _timeout;

    /// <summary>Prepares a client; connects to nothing yet.</summary>
    /// <param name="settings">Where to, and as whom.</param>
    /// <param name="transport">What takes the network's place; null for the network.</param>
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
        _observer = observer;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>How long a request waits for the head of its answer, and for each further piece of it.</summary>
    public TimeSpan RequestTimeout => _timeout;

    /// <summary>The same client over the same connections, whose requests are told to an observer.</summary>
    /// <param name="observer">Who is told.</param>
    /// <param name="timeout">How long to wait, instead of what the connection's settings say.</param>
    public ApiClient ObservedBy(IRequestObserver observer, TimeSpan? timeout = null) => new(Server, _invoker, _closed, timeout ?? _timeout, observer);

    /// <summary>Sends a request and waits for the head of a successful answer (2xx, or 304 to a conditional request).</summary>
    /// <exception cref="KubeApiException">There was no answer, or it was a failure.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var message = request.ToMessage(Server);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Value);
        message.Options.Set(RequestOptions.Request, request);
        message.Options.Set(RequestOptions.Timeout, _timeout);
        if (_observer is not null)
        {
            message.Options.Set(RequestOptions.Observer, _observer);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        HttpResponseMessage response;
        try
        {
            response = await _invoker.SendAsync(message, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && _closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw message.Failed(Closed(e));
        }

        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new ApiResponse(response, new ResponseStream(body, message, (int)response.StatusCode, _closed.Token));
        }

        using (response)
        {
            throw await ErrorAnswer.ReadAsync(message, response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="KubeApiException">There was no answer, it was a failure, or it broke off.</exception>
    public async Task<byte[]> SendForBytesAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections; requests under way are ended.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        _invoker.Dispose();
    }

    /// <summary>The failure of a request whose client was disposed.</summary>
    internal static KubeApiException Closed(Exception e) => new(FailureKind.SessionClosed, "The session was closed.", e);
}
