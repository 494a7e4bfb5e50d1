using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Security.Cryptography;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// `portforward` over a WebSocket: with v4.channel.k8s.io, which has two channels for each port of the query, or with a tunnel for SPDY, as kubectl has it.
/// </summary>
internal sealed class PortForwardStream(StreamGate streams, PodPorts listeners)
{
    private const string Version4 = "v4.channel.k8s.io";
    private const string Tunnel = "SPDY/3.1+portforward.k8s.io";

    public async Task HandleAsync(ApiRequest api, JsonObject pod)
    {
        var ports = api.Http.Request.Query["ports"].Select(text => ushort.TryParse(text, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw ApiErrors.BadRequest(
                $"cannot convert to []int32: strconv.ParseUint: parsing {ApiErrors.Quote(text ?? "")}: invalid syntax")).ToList();
        var isTunnel = api.Http.WebSockets.WebSocketRequestedProtocols.Contains(Tunnel);
        var (status, refusal) = pod.StringAt("status.phase") is "Succeeded" or "Failed" ? (500, $"pod not found (\"{api.Info.Name}_{api.Info.Namespace}\")")
            : ports.Count == 0 && !isTunnel ? (400, "query parameter \"port\" is required")
            : ports.Contains(0) ? (400, "port \"0\" must be > 0")
            : (0, "");
        if (status > 0)
        {
            await ResponseWriter.TextAsync(api.Http, status, refusal);
            return;
        }

        using var stream = streams.Open(api.Http);
        if (await WebSocketUpgrade.AcceptAsync(api.Http, stream.Flow.IsVersion4Only ? [Version4] : [Version4, Tunnel]) is not { } accepted)
        {
            return;
        }

        if (accepted.Protocol == Tunnel)
        {
            await using var wire = WebSocketStream.Create(accepted.Socket, WebSocketMessageType.Binary, ownsWebSocket: true);
            using var tunnel = new SpdyTunnel(wire, port => listeners.Connect(pod, port), port => Refusal(pod, port));
            await tunnel.RunAsync(stream.Ending);
            return;
        }

        using var socket = new ChannelSocket(accepted.Socket, stream);
        var connections = ports.ConvertAll(port => listeners.Connect(pod, port));
        for (var index = 0; index < ports.Count; index++)
        {
            var number = new byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16LittleEndian(number, ports[index]);
            await socket.SendAsync(Data(index), number);
            await socket.SendAsync(Error(index), number);
        }

        var receiving = socket.ReceiveAsync((channel, data) =>
            channel % 2 == 0 && connections.ElementAtOrDefault(channel / 2) is { } connection ? connection.WriteAsync(data) : ValueTask.CompletedTask);
        await Task.WhenAny(receiving, Task.WhenAll(connections.Select(ForwardAsync)));
        await socket.CloseAsync();
        connections.ForEach(connection => connection?.Dispose());

        Task ForwardAsync(DuplexStream? connection, int index) => connection is null
            ? socket.SendAsync(Error(index), Encoding.UTF8.GetBytes(Refusal(pod, ports[index]))).AsTask()
            : connection.CopyToAsync(socket.Output(Data(index)));
    }

    private static byte Data(int index) => (byte)(2 * index);

    private static byte Error(int index) => (byte)((2 * index) + 1);

    private static string Refusal(JsonObject pod, int port)
    {
        var uid = pod.StringAt("metadata.uid") ?? "";
        var sandbox = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uid)));
        var network = pod.At("spec.hostNetwork")?.GetValue<bool>() == true ? "host" : $"/var/run/netns/cni-{uid}";
        return string.Create(CultureInfo.InvariantCulture, $"error forwarding port {port} to pod {sandbox}, uid : failed to execute portforward in network ")
            + string.Create(CultureInfo.InvariantCulture, $"namespace \"{network}\": failed to connect to localhost:{port} inside namespace \"{sandbox}\", ")
            + string.Create(CultureInfo.InvariantCulture, $"IPv4: dial tcp4 127.0.0.1:{port}: connect: connection refused ")
            + "IPv6 dial tcp6: address localhost: no suitable address found ";
    }
}
