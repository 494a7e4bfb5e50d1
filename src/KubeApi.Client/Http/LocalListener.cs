using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Listens on ports of this machine.</summary>
internal static class LocalListener
{
    private const int Backlog = 512;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Serves all connections concurrently, until it is canceled or the listener is stopped.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="serve">Serves one connection, and disposes it. It must not throw.</param>
    /// <param name="stop">Cancels it.</param>
    public static async Task ServeAsync(TcpListener listener, Func<Socket, Task> serve, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stop).ConfigureAwait(false);
                // It runs until it has to wait for something, which must not keep the next caller waiting.
                _ = Task.Run(() => serve(socket), CancellationToken.None);
            }
            catch (SocketException) when (!stop.IsCancellationRequested)
            {
                // The caller has already left, or the process has too many open files for now.
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
