using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Classifies exceptions of SocketsHttpHandler.</summary>
internal static class ConnectionFaults
{
    public static ConnectionFault Of(Exception? e) => e switch
    {
        null or KubeApiException or OperationCanceledException => ConnectionFault.None,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => WhileConnecting(e),
        // The proxy is up, but the server behind it is not.
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ProxyTunnelError,
            StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        } =>
            ConnectionFault.Refused,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError } => ConnectionFault.Lost,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            ConnectionFault.Unreadable,
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException } or IOException => ConnectionFault.Lost,
        _ => ConnectionFault.None,
    };

    /// <summary>Why a connection broke in the middle of a response, without a period at the end.</summary>
    public static string Explain(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return Explain(socket);
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return "the server, or a proxy in between, closed it before the end";
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return "the rest of the response is not valid HTTP";
            }
        }

        return e.Message.TrimEnd('.');
    }

    /// <summary>Says in plain words what a socket reported.</summary>
    public static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused: no server listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is unknown",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host is unreachable",
        SocketError.ConnectionReset => "the connection was reset",
        _ => e.Message,
    };

    private static ConnectionFault WhileConnecting(Exception e)
    {
        var isBroken = false;
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case KubeApiException or AuthenticationException:
                    return ConnectionFault.None;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return ConnectionFault.Refused;
                case SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown) }:
                    return ConnectionFault.None;
                case SocketException or IOException:
                    isBroken = true;
                    break;
            }
        }

        return isBroken ? ConnectionFault.Interrupted : ConnectionFault.None;
    }
}
