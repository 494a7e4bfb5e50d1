using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Converts every failure without a response to a <see cref="KubeApiException"/>, and limits the wait for a response's head to the time-out.</summary>
internal sealed class FaultHandler(Uri? proxy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string CheckTheAddress = "Check the address, and whether a firewall, a VPN or a proxy is between you and the server.";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.GetApiRequest() is not { IsLongRunning: true, RespondsAtOnce: false })
        {
            deadline.CancelAfter(request.GetTimeout());
        }

        var started = Stopwatch.GetTimestamp();
        request.Options.Set(RequestOptions.Connections, new ConnectionLog());
        try
        {
            var response = await base.SendAsync(request, deadline.Token).ConfigureAwait(false);
            // The response to a plain http request may be the proxy's own.
            if (proxy is null || response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired)
            {
                return response;
            }

            response.Dispose();
            throw Refused(request, response.StatusCode, null);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(request, Stopwatch.GetElapsedTime(started), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or KubeApiException)
        {
            throw Translate(request, e);
        }
    }

    private KubeApiException TimedOut(HttpRequestMessage request, TimeSpan elapsed, OperationCanceledException e)
    {
        // The connect time-out of SocketsHttpHandler is a cancellation with a TimeoutException inside; the deadline's is not. A reused connection is not in
        // this request's log.
        var log = request.GetConnectionLog()!;
        var isTimeoutOfConnect = e.InnerException is TimeoutException;
        var isConnecting = isTimeoutOfConnect || (log.Addresses.Length > 0 && !log.IsConnected);
        var tried = (log.Addresses, log.IsConnected) switch
        {
            ("", _) => isConnecting ? ": its name could not be resolved" : "",
            (var addresses, false) => $": {addresses} did not accept the connection",
            (var addresses, true) =>
                $": {addresses} accepted the connection{(isTimeoutOfConnect ? ", but did not complete the TLS handshake" : "")}",
        };
        var limit = isTimeoutOfConnect ? elapsed : request.GetTimeout();
        var what = isConnecting ? "No connection to" : $"No response to {request.Method} {request.RequestUri!.AbsolutePath} from";
        return request.Failed(
            new KubeApiException(FailureKind.Timeout, $"{what} {HostAndPort(request)}{Through()} within {DurationText.Show(limit)}{tried}.", e)
            {
                // A reused connection may have taken the request while the one in the log was still connecting.
                RecommendedAction = isTimeoutOfConnect ? CheckTheAddress
                : isConnecting ? $"{CheckTheAddress} {WriteAdvice.AfterTimeout(request)}".TrimEnd()
                : WriteAdvice.AfterTimeout(request),
                Remedy = isTimeoutOfConnect ? Remedy.None : Remedy.LongerTimeout,
            });
    }

    private KubeApiException Translate(HttpRequestMessage request, Exception e)
    {
        if (proxy is not null && e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ProxyTunnelError or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
            } failure)
        {
            return Refused(request, failure.StatusCode, failure);
        }

        if (ConnectionFaults.Of(e) is ConnectionFault.Unreadable)
        {
            return Unreadable(request, (HttpRequestException)e);
        }

        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case KubeApiException own:
                    return request.Failed(own);
                case SocketException socket:
                    return Failed(request, $"{ConnectionFaults.Explain(socket)} ({socket.SocketErrorCode}).", e);
                // .NET has no code for it, and its messages are always English.
                case AuthenticationException tls when tls.Message.Contains("frame size", StringComparison.Ordinal):
                    return PlainHttp.Expected(request, e);
                case AuthenticationException tls:
                    return Failed(request, $"the TLS handshake failed: {tls.Message}", e);
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Failed(request, "the server closed the connection before it responded.", e);
            }
        }

        return Failed(request, e.InnerException?.Message ?? e.Message, e);
    }

    // With a proxy, every connection goes to the proxy, so its failures are the proxy's.
    private KubeApiException Refused(HttpRequestMessage request, HttpStatusCode? status, HttpRequestException? e)
    {
        var socket = e?.InnerException as SocketException;
        (string What, string? Action) refusal = status switch
        {
            HttpStatusCode.ProxyAuthenticationRequired => (
                proxy!.UserInfo.Length > 0
                    ? "it rejected the user and password in the proxy's address (407)"
                    : "it requires a user and a password (407)",
                "Specify them in the proxy's address, percent-encoded: http://USER:PASSWORD@HOST:PORT."),
            HttpStatusCode.Forbidden =>
                (
                    "it does not allow this connection (403)",
                    "Ask the proxy's administrator to allow it, or add the server to NO_PROXY if it can be reached directly."),
            { } code => ($"it responded with {(int)code}", "The proxy cannot reach the server: check the server's address from the proxy's network."),
            null when socket is not null => ($"{ConnectionFaults.Explain(socket)} ({socket.SocketErrorCode})", null),
            null => (e?.InnerException?.Message ?? e?.Message ?? "it refused", "Check the proxy's address and scheme: http, https or socks5."),
        };
        var message = $"Cannot connect to {HostAndPort(request)}{Through()}: {refusal.What.TrimEnd('.')}.";
        return request.Failed(new KubeApiException(FailureKind.ProxyFailed, message, e)
        {
            RecommendedAction = refusal.Action,
            Remedy = status is null && socket is not null ? Remedy.ProxyAddress : Remedy.None,
        });
    }

    private KubeApiException Failed(HttpRequestMessage request, string detail, Exception e)
    {
        var place = HostAndPort(request) + Through();
        var what = ConnectionFaults.Of(e) is ConnectionFault.Lost ? $"The connection to {place} was lost before a response" : $"Cannot connect to {place}";
        return request.Failed(new KubeApiException(FailureKind.ConnectionFailed, $"{what}: {detail}", e)
        {
            RecommendedAction = (ConnectionFaults.Of(e) is ConnectionFault.Lost ? PlainHttp.Advice(request) : null)
                ?? "Check the address and the port, and whether a firewall, a VPN or a proxy is between you and the server.",
        });
    }

    private KubeApiException Unreadable(HttpRequestMessage request, HttpRequestException e)
    {
        var isTooLarge = e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded;
        return request.Failed(
            new KubeApiException(
                FailureKind.ConnectionFailed,
                $"The response from {HostAndPort(request)}{Through()} {(isTooLarge ? "has more than 64 KB of headers" : "is not valid HTTP")}.",
                e)
            {
                RecommendedAction = isTooLarge ? "Check the address. A proxy between you and the server may add the headers."
                    : PlainHttp.Advice(request) ?? "Check the address and the port: this may be another service, or a proxy that changes responses.",
            });
    }

    private string Through() => proxy is null ? "" : $" through the proxy {ProxyUri.Show(proxy)}";

    private static string HostAndPort(HttpRequestMessage request) => $"{request.RequestUri!.Host}:{request.RequestUri.Port}";
}
