using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>
/// The recorded streams of a real server, message by message. The recording plays the container's side except for built-in commands; the
/// server's side (upgrade, channels, statuses, closes, errors) is the sandbox's.
/// </summary>
public sealed partial class StreamExchangeTests
{
    private const string Pod = "web-867d965bf9-7lrhx";

    // The sandbox runs these itself.
    private static readonly string[] s_builtIn = ["echo", "cat", "ls", "no-such-program"];

    // Further messages came after the recording had ended.
    private static readonly string[] s_open = ["attach", "exec-large-output"];

    public static TheoryData<string> Recordings => [.. RecordedStreamFile.Names];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_stream_equals_the_recording(string name)
    {
        var recorded = RecordedStreamFile.Read(name);
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        await RunningPod.CreateAsync(admin, "default", Pod, "\"stdin\": true", isOnHostNetwork: true);
        server.OnExec(process => s_builtIn.Contains(process.Command[0]) ? null : PlayAsync(recorded.Frames, process));
        server.Streams.OnConnect(connection => connection.Port == 18085 ? PlayAsync(recorded.Frames, connection.Content) : null);

        using var client = await StreamClient.ConnectAsync(server, recorded.Path, recorded.Protocols);

        Assert.Equal((recorded.Status, recorded.Protocol), (client.Head[0], client.Protocol));
        Assert.Equal(recorded.Body.Trim(), client.Body.Trim());
        foreach (var frame in recorded.Frames)
        {
            if (name == "attach" && frame.Length > 1)
            {
                server.Streams.WriteLog("default", Pod, frame.Data);
            }

            if (frame.IsFromServer)
            {
                await ExpectAsync(frame, client);
            }
            else
            {
                await (frame.IsClose ? client.CloseAsync() : client.SendAsync(frame.Start));
            }
        }

        Assert.True(recorded.Frames is [] or [.., { IsClose: true }] || s_open.Contains(name));
    }

    private static async Task ExpectAsync(RecordedFrame frame, StreamClient client)
    {
        var actual = await client.ReceiveAsync();
        if (frame.IsClose)
        {
            Assert.Null(actual);
            return;
        }

        while (actual!.Length < frame.Length && frame.IsOfConnection)
        {
            var more = await client.ReceiveAsync();
            Assert.Equal(frame.Channel, more![0]);
            actual = [.. actual, .. more[1..]];
        }

        Assert.Equal(frame.Length, actual.Length);
        Assert.Equal(Mask(frame.Start), Mask(actual[..frame.Start.Length]));
    }

    // The container's side: it writes the recorded output, reads the recorded input, and ends with the code of the status.
    private static async Task<int> PlayAsync(IEnumerable<RecordedFrame> frames, ContainerProcess process)
    {
        foreach (var frame in frames.Where(frame => !frame.IsClose))
        {
            switch (frame.Channel)
            {
                case 0:
                    await process.Input.ReadExactlyAsync(new byte[frame.Length - 1]);
                    break;
                case 1 when frame.Length > 1:
                    await process.Output.WriteAsync(frame.Data);
                    break;
                case 2:
                    await process.Error.WriteAsync(frame.Data);
                    break;
                case 3:
                    var status = JsonNode.Parse(frame.Data)!;
                    var exitCode = status["details"]?["causes"]![0]!["message"]!.GetValue<string>() ?? "0";
                    return int.Parse(exitCode, System.Globalization.CultureInfo.InvariantCulture);
                case 4:
                    Assert.Equal((100, 30), await process.Sizes.ReadAsync());
                    break;
            }
        }

        return 0;
    }

    private static async Task PlayAsync(IEnumerable<RecordedFrame> frames, Stream connection)
    {
        foreach (var frame in frames.Where(frame => frame.Channel == 0 && frame.Length > 3))
        {
            await (frame.IsFromServer ? connection.WriteAsync(frame.Data) : connection.ReadExactlyAsync(new byte[frame.Length - 1]));
        }
    }

    // Ids of processes and sandboxes.
    private static string Mask(byte[] message) => Id().Replace(Encoding.Latin1.GetString(message), "ID");

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Id();
}
