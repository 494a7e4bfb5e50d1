using System.Buffers.Binary;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>
/// One connection to a port of a pod over its own WebSocket, for servers without tunnels. Channel 0 has the data and channel 1 the error; the first two bytes
/// of each are the port. The protocol cannot end one direction alone.
/// </summary>
internal sealed class PortForwardConnection : IPortConnection
{
    private const string Version4 = "v4.channel.k8s.io";
    private const byte DataChannel = 0;
    private const int LongestError = 64 * 1024;

    private readonly ChannelSocket _socket;
    private readonly PortPrefix[] _prefixes;
    private readonly MemoryStream _error = new();
    private readonly int _port;

    internal PortForwardConnection(ChannelSocket socket, int port)
    {
        (_socket, _port) = (socket, port);
        _prefixes = [new PortPrefix(), new PortPrefix()];
    }

    private sealed class PortPrefix
    {
        public byte[] Bytes { get; } = new byte[2];

        public int Count { get; set; }
    }

    /// <summary>Opens a connection. The server connects to the pod's port afterwards: <see cref="ReadAsync"/> reports a refusal.</summary>
    /// <exception cref="KubeApiException">The server refused, or the connection broke.</exception>
    public static async Task<PortForwardConnection> OpenAsync(
        ApiClient client, string @namespace, string pod, int port, CancellationToken cancellationToken) =>
        new(
            await ChannelSocket.OpenAsync(
                client, PodRequests.PortForward(@namespace, pod, port), [Version4], cancellationToken, sendsWhenIdle: true).ConfigureAwait(false),
            port);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message.Channel >= _prefixes.Length)
            {
                continue;
            }

            var data = WithoutPort(message);
            if (message.Channel == DataChannel && !data.IsEmpty)
            {
                return data;
            }

            if (message.Channel != DataChannel && _error.Length + data.Length <= LongestError)
            {
                _error.Write(data.Span);
            }
        }

        return _error.Length == 0 ? default : throw PortForwardFault.Of(_error);
    }

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? Task.CompletedTask : _socket.SendAsync(DataChannel, data, cancellationToken);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    private ReadOnlyMemory<byte> WithoutPort(ChannelMessage message)
    {
        var prefix = _prefixes[message.Channel];
        var count = Math.Min(prefix.Bytes.Length - prefix.Count, message.Data.Length);
        if (count > 0)
        {
            message.Data.Span[..count].CopyTo(prefix.Bytes.AsSpan(prefix.Count));
            prefix.Count += count;
            if (prefix.Count == prefix.Bytes.Length && BinaryPrimitives.ReadUInt16LittleEndian(prefix.Bytes) is var port && port != _port)
            {
                throw new KubeApiException(FailureKind.StreamBroken, $"The server opened port {port} instead of {_port}.");
            }
        }

        return message.Data[count..];
    }
}
