using System.Runtime.ExceptionServices;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client.Streaming;

public sealed class RemoteCommandTests
{
    private const string Success = """{"metadata":{},"status":"Success"}""";

    [Theory]
    [InlineData("exec-exit-0", 0, "hello\n", "")]
    [InlineData("exec-exit-3-stdout-stderr", 3, "out\n", "err\n")]
    [InlineData("exec-v4", 2, "out\n", "")]
    [InlineData("exec-utf8-split", 0, "héllo\n", "")]
    [InlineData("exec-stdin-close-v5", 0, "hello\nworld\n", "")]
    public async Task A_recorded_command_is_replayed(string name, int exitCode, string stdout, string stderr)
    {
        var (connection, protocol, _) = RecordedFrames.Play(name);
        using var command = connection.Command(protocol);

        var output = await CommandOutput.OfAsync(command);

        Assert.Null(output.Failure);
        Assert.Equal((exitCode, stdout, stderr), (output.Result!.ExitCode, output.Text, output.ErrorText));
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_has_no_exit_code()
    {
        var frames = new ServerFrames().Message(1, "").Message(
            3, """{"metadata":{},"status":"Failure","message":"executable file not found in $PATH","reason":"InternalError","code":500}""").Close();
        using var command = new ScriptedConnection(frames.ToArray()).Command();

        var result = (await CommandOutput.OfAsync(command)).Result!;

        Assert.Null(result.ExitCode);
        Assert.Contains("not found", result.Status.Message, StringComparison.Ordinal);
    }

    // Each piece of output is received before the status: an exception for each would cost more than the piece.
    [Fact]
    public void A_status_that_has_not_arrived_yet_throws_nothing()
    {
        var (thread, thrown) = (Environment.CurrentManagedThreadId, 0);
        void Count(object? sender, FirstChanceExceptionEventArgs e) => thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        try
        {
            Assert.Null(CommandResult.TryParse(default));
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }

        Assert.Equal(0, thrown);
    }

    [Theory]
    [InlineData("attach")]
    [InlineData("exec-stdin-v4-no-close")]
    public async Task An_end_without_a_status_is_a_broken_stream(string name)
    {
        var (connection, protocol, _) = RecordedFrames.Play(name);
        using var command = connection.Command(protocol);

        var output = await CommandOutput.OfAsync(command);

        Assert.Equal((FailureKind.StreamBroken, null), (output.Failure?.Failure, output.Result));
        Assert.NotEmpty(output.Stdout);
    }

    [Theory]
    [InlineData("""{"metadata":{},"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"0"}]}}""")]
    [InlineData("""{"metadata":{},"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"-1"}]}}""")]
    [InlineData("""{"metadata":{},"status":"Failure"}""")]
    public async Task A_failure_never_has_exit_code_0(string status)
    {
        using var command = new ScriptedConnection(new ServerFrames().Message(3, status).Close().ToArray()).Command();

        Assert.Null((await CommandOutput.OfAsync(command)).Result!.ExitCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"Success\"")]
    [InlineData("""{"status":"Success"} x""")]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"status":"\ud800"}""")]
    [InlineData("""{"status":{"status":"Success"}}""")]
    public async Task An_invalid_status_does_not_end_a_command(string status)
    {
        using var command = new ScriptedConnection(new ServerFrames().Message(3, status).Close().ToArray()).Command();

        Assert.Equal(FailureKind.StreamBroken, (await CommandOutput.OfAsync(command)).Failure?.Failure);
    }

    [Fact]
    public async Task A_fragmented_status_is_joined_and_a_reset_after_it_loses_nothing()
    {
        var frames = new ServerFrames().Message(1, "a").Message([3, .. Encoding.UTF8.GetBytes(Success[..9])], 3).Message(3, Success[9..]);
        using var command = new ScriptedConnection(frames.ToArray(), isReset: true).Command();

        var output = await CommandOutput.OfAsync(command);

        Assert.Equal((0, "a"), (output.Result!.ExitCode, output.Text));
    }

    [Fact]
    public async Task A_command_ends_with_its_status_although_the_connection_stays_open()
    {
        var frames = new ServerFrames().Message(1, "a").Message(3, Success).Message(1, "late");
        using var command = new ScriptedConnection(frames.ToArray()) { StaysOpen = true }.Command();

        var output = await CommandOutput.OfAsync(command).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((0, "alate"), (output.Result!.ExitCode, output.Text));
    }

    [Fact]
    public async Task Output_on_an_unknown_channel_is_ignored()
    {
        using var command = new ScriptedConnection(new ServerFrames().Message(9, "x").Message(1, "y").Message(3, Success).Close().ToArray()).Command();

        Assert.Equal("y", (await CommandOutput.OfAsync(command)).Text);
    }

    [Fact]
    public async Task Input_its_end_and_the_terminal_size_are_sent_as_recorded()
    {
        var (connection, protocol, recorded) = RecordedFrames.Play("exec-stdin-close-v5");
        var (terminal, _, resized) = RecordedFrames.Play("exec-tty-resize");
        using var command = connection.Command(protocol);
        using var shell = terminal.Command();

        await command.WriteAsync("hello\n"u8.ToArray(), default);
        await command.WriteAsync(default, default);
        await command.WriteAsync("world\n"u8.ToArray(), default);
        await command.EndInputAsync(default);
        await shell.ResizeAsync(100, 30, default);

        Assert.Equal(recorded, connection.Sent);
        Assert.Equal(resized[0], Assert.Single(terminal.Sent));
    }

    [Fact]
    public async Task Large_input_is_sent_in_messages_of_64_KB()
    {
        var connection = new ScriptedConnection(default);
        using var command = connection.Command();
        var input = new byte[200_000];
        new Random(1).NextBytes(input);

        await command.WriteAsync(input, default);

        Assert.All(connection.Sent, m => Assert.InRange(m.Length, 2, 64 * 1024));
        Assert.Equal(input, connection.Sent.SelectMany(m => m[1..]));
    }

    [Fact]
    public async Task The_v4_protocol_cannot_send_the_end_of_the_input()
    {
        var connection = new ScriptedConnection(default);
        using var command = connection.Command("v4.channel.k8s.io");

        Assert.False(command.CanEndInput);
        await Assert.ThrowsAsync<InvalidOperationException>(() => command.EndInputAsync(default));
        Assert.Empty(connection.Sent);
    }

    [Fact]
    public async Task A_server_without_v5_does_not_start_a_command_whose_input_ends()
    {
        // This is how the API server's WebSocket library refuses unknown subprotocols.
        await using var server = await WebSocketServer.StartAsync(c =>
        {
            c.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        using var client = new ApiClient(server.Settings);
        var request = PodRequests.Exec("ns", "web", new ExecOptions { Command = ["cat"], Stdin = true });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => RemoteCommand.StartAsync(client, request, endsInput: true, default));

        Assert.Equal(FailureKind.StreamNotSupported, e.Failure);
        Assert.Contains("the end of the input", e.Message, StringComparison.Ordinal);
        Assert.Equal("v5.channel.k8s.io", Assert.Single(Assert.Single(server.Requests).Headers["Sec-WebSocket-Protocol"]));
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    public async Task A_page_of_a_proxy_is_a_refusal_with_its_code(int code, string reason)
    {
        await using var server = await WebSocketServer.StartAsync(c =>
        {
            (c.Response.StatusCode, c.Response.ContentType) = (code, "text/html");
            return c.Response.WriteAsync("<html><h1>no access</h1></html>");
        });
        using var client = new ApiClient(server.Settings);
        var request = PodRequests.Exec("ns", "web", new ExecOptions { Command = ["cat"] });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => RemoteCommand.StartAsync(client, request, endsInput: false, default));

        Assert.Equal((FailureKind.Refused, code, reason), (e.Failure, e.StatusCode, e.Status.Reason));
        Assert.Contains("no access", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_response_is_a_broken_stream_without_a_retry()
    {
        await using var server = await WebSocketServer.StartAsync(c =>
        {
            c.Abort();
            return Task.CompletedTask;
        });
        using var client = new ApiClient(server.Settings);

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => RemoteCommand.StartAsync(client, PodRequests.Exec("ns", "web", new ExecOptions { Command = ["ls"] }), endsInput: false, default));

        Assert.Equal(FailureKind.StreamBroken, e.Failure);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_runs_over_a_real_connection(bool hasInput)
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            using var socket = await c.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
            foreach (var message in new[] { "\u0001out", "\u0003" + Success })
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(message), System.Net.WebSockets.WebSocketMessageType.Binary, true, default);
            }

            await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);
        });
        using var client = new ApiClient(server.Settings);
        var request = PodRequests.Exec("ns", "web", new ExecOptions { Command = ["ls", "a b"], Container = "app", Stdin = hasInput });

        using var command = await RemoteCommand.StartAsync(client, request, hasInput, default);

        Assert.Equal(("out", 0), ((await CommandOutput.OfAsync(command)) is var o ? o.Text : "", command.Result?.ExitCode));
    }
}
