using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Listens on ports of this machine.</summary>
internal static class LocalListener
{
    private const int Backlog = 512;

    /// <summary>Listens on a port of an address; 0 for a free port.</summary>
    /// <exception cref="KubeApiException">The address or the port cannot be listened on (<see cref="FailureKind.CannotListen"/>).</exception>
    public static TcpListener Start(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port);
        try
        {
            listener.Start(Backlog);
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            var why = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is in use",
                SocketError.AccessDenied => "this user may not use the port",
                SocketError.AddressNotAvailable => "this machine does not have the address",
                _ => e.Message.TrimEnd('.'),
            };
            throw new KubeApiException(FailureKind.CannotListen, $"Cannot listen on {new IPEndPoint(address, port)}: {why}.", e)
            {
                RecommendedAction = e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied
                    ? "Choose another port, or 0 for a free one." : null,
            };
        }
    }
}
