using System.Net.Sockets;
using System.Security.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Gives every way in which no answer comes its own <see cref="KubeApiException"/>, and waits no longer than the time-out for a head.</summary>
internal sealed class FaultHandler(TimeSpan timeout, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.GetApiRequest() is not { IsLongRunning: true })
        {
            deadline.CancelAfter(timeout);
        }

        try
        {
            return await base.SendAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(request, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or KubeApiException)
        {
            throw Translate(request, e);
        }
    }

    private KubeApiException TimedOut(HttpRequestMessage request, OperationCanceledException e)
    {
        // The connect time-out of SocketsHttpHandler is a cancellation with a TimeoutException inside; the deadline's is not.
        var what = e.InnerException is TimeoutException
            ? "No connection came about in time"
            : $"There was no answer within {timeout.TotalSeconds:0} seconds";
        return request.Failed(new KubeApiException(FailureKind.Timeout, $"{what}: {HostAndPort(request)}.", e));
    }

    private static KubeApiException Translate(HttpRequestMessage request, Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case KubeApiException own:
                    return request.Failed(own);
                case SocketException socket:
                    return Failed(request, $"{Explain(socket)} ({socket.SocketErrorCode}).", e);
                case AuthenticationException tls:
                    return Failed(request, $"the TLS handshake failed: {tls.Message}", e);
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Failed(request, "the server closed the connection before it answered. Does it speak HTTPS on this port?", e);
            }
        }

        return Failed(request, e.InnerException?.Message ?? e.Message, e);
    }

    private static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused: nothing listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host's name is not known",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        SocketError.ConnectionReset => "the connection was reset",
        _ => e.Message,
    };

    private static KubeApiException Failed(HttpRequestMessage request, string detail, Exception e) =>
        request.Failed(new KubeApiException(FailureKind.ConnectionFailed, $"No connection to {HostAndPort(request)}: {detail}", e)
        {
            RecommendedAction = "Check the address and the port, and whether a firewall, a VPN or a proxy is between you and the server.",
        });

    private static string HostAndPort(HttpRequestMessage request) => $"{request.RequestUri!.Host}:{request.RequestUri.Port}";
}
