using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Configuration;

namespace KubeApi.Client.Http;

/// <summary>
/// Opens connections whose loss is detected within a minute: without keep-alive, a watch whose server is gone waits until TCP gives up, 13 to 30 minutes on
/// Linux. (HTTP/2 has pings for this; HTTP/1.1 has none.)
/// </summary>
internal static class KeptAliveConnection
{
    private const int IdleSeconds = 30;
    private const int IntervalSeconds = 5;
    private const int Probes = 3;

    /// <summary>
    /// Opens a connection. On Linux, it receives on its own thread. On other systems, where that was not measured, it is an ordinary connection; macOS also
    /// cannot close a socket that is still connecting, which <see cref="ConnectionRace"/> depends on.
    /// </summary>
    public static ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        OpenAsync(context, SetUserTimeout, cancellationToken);

    /// <summary>
    /// Opens a connection that stays open while the other end receives no data, for example because a command does not read its input. Its loss is
    /// detected while it is idle.
    /// </summary>
    public static ValueTask<Stream> OpenForStreamAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        OpenAsync(context, KeepAlive, cancellationToken);

    private static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, Action<Socket> prepare, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var log = context.InitialRequestMessage.GetConnectionLog() ?? new ConnectionLog();
        IPAddress[]? own = ServerUri.OwnMachine(host) is { } address ? [address] : null;
        var stream = OperatingSystem.IsLinux()
            ? await new ConnectionRace(port, prepare).RunAsync(() => log.Trying(own ?? Dns.GetHostAddresses(host)), cancellationToken).ConfigureAwait(false)
            : await OpenOrdinaryAsync(
                log.Trying(own ?? await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false)), port,
                prepare, cancellationToken).ConfigureAwait(false);
        log.Connected();
        return stream;
    }

    internal static ValueTask<Stream> OpenOrdinaryAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken) =>
        OpenOrdinaryAsync(addresses, port, SetUserTimeout, cancellationToken);

    private static async ValueTask<Stream> OpenOrdinaryAsync(
        IPAddress[] addresses, int port, Action<Socket> prepare, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Connect first: before .NET 10, a socket with such options cannot connect to several addresses on Unix.
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            prepare(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The TCP option that ends a connection whose data is not acknowledged, and its value: keep-alive probes only idle connections, and a connection with
    /// unacknowledged data is not idle. Null if the system has none.
    /// </summary>
    internal static (int Option, int Value)? UserTimeoutOption(bool isLinux, bool isWindows, bool isMacOS)
    {
        const int Seconds = IdleSeconds + (IntervalSeconds * Probes);
        return isLinux ? (18, Seconds * 1000) // TCP_USER_TIMEOUT, in milliseconds
            : isWindows ? (5, Seconds) // TCP_MAXRT
            : isMacOS ? (0x80, Seconds) // TCP_RXT_CONNDROPTIME
            : null;
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    private static void SetUserTimeout(Socket socket)
    {
        KeepAlive(socket);
        if (UserTimeoutOption(OperatingSystem.IsLinux(), OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) is not var (option, value))
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, option, BitConverter.GetBytes(value));
        }
        catch (SocketException)
        {
            // An old system does not have the option; the request's time-out still applies.
        }
    }
}
