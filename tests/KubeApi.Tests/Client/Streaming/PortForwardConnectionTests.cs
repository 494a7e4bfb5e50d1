using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

public sealed class PortForwardConnectionTests
{
    [Fact]
    public async Task A_recorded_connection_is_replayed()
    {
        var (connection, protocol, recorded) = RecordedFrames.Play("portforward-plain-http");
        using var forward = new PortForwardConnection(connection.Socket(protocol), 18085);

        await forward.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), default);
        var response = Encoding.UTF8.GetString((await forward.ReadToEndAsync()).Received);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhi\n", response, StringComparison.Ordinal);
        Assert.Equal(recorded, connection.Sent);
    }

    [Fact]
    public async Task A_port_without_a_listener_has_the_error_of_the_server()
    {
        var frames = new ServerFrames().Message([0, 1, 0]).Message([1, 1, 0]).Message(1, "connection refused ").Close();
        using var forward = new PortForwardConnection(new ScriptedConnection(frames.ToArray()).Socket("v4.channel.k8s.io"), 1);

        var (_, e) = await forward.ReadToEndAsync();

        Assert.Equal((FailureKind.StreamBroken, "no program in the pod listens on the port (connection refused)"), (e!.Failure, e.Message));
        Assert.Equal("connection refused", e.InnerException!.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_port_prefix_may_arrive_in_pieces(int pieces)
    {
        var frames = new ServerFrames();
        if (pieces == 1)
        {
            frames.Message([0, 0x90, 0x1f, .. "a"u8]);
        }
        else
        {
            frames.Message([0, 0x90]).Message([0, 0x1f, .. "a"u8]);
        }

        using var forward = new PortForwardConnection(new ScriptedConnection(frames.Close().ToArray()).Socket("v4.channel.k8s.io"), 8080);

        Assert.Equal("a"u8.ToArray(), (await forward.ReadToEndAsync()).Received);
    }

    [Fact]
    public async Task A_wrong_port_and_a_cut_are_failures()
    {
        using var other = new PortForwardConnection(
            new ScriptedConnection(new ServerFrames().Message([0, 1, 0]).Close().ToArray()).Socket("v4.channel.k8s.io"), 2);
        using var cut = new PortForwardConnection(
            new ScriptedConnection(new ServerFrames().Message([0, 2, 0, 65]).ToArray(), isReset: true).Socket("v4.channel.k8s.io"), 2);

        Assert.Equal(FailureKind.StreamBroken, (await other.ReadToEndAsync()).Failure?.Failure);
        Assert.Equal(FailureKind.StreamBroken, (await cut.ReadToEndAsync()).Failure?.Failure);
    }
}
