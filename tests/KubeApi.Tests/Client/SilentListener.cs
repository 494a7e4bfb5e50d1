using System.Net;
using System.Net.Sockets;

namespace KubeApi.Tests.Client;

/// <summary>A port whose queue of connections is full: Linux and macOS drop what else wants to connect, as a firewall does.</summary>
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
