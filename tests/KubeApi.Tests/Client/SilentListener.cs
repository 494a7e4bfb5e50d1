using System.Net;
using System.Net.Sockets;

namespace KubeApi.Tests.Client;

/// <summary>A port with a full accept queue: Linux and macOS drop further connection attempts, like a firewall.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _queue = [];

    public SilentListener(IPAddress address)
    {
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen(1);
        for (var isOpen = true; isOpen && _queue.Count < 50;)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            _queue.Add(socket);
            isOpen = socket.ConnectAsync(_listener.LocalEndPoint!).Wait(300);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _queue.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
