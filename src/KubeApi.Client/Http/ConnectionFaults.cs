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
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: IOException } or IOException => ConnectionFault.Lost,
        _ => ConnectionFault.None,
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
