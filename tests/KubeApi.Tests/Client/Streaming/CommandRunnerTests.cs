using System.Net.WebSockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

public sealed class CommandRunnerTests
{
    [Fact]
    public async Task A_time_limit_that_passes_while_output_is_written_is_reported()
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            using var socket = await c.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
            await socket.SendAsync("\u0001out"u8.ToArray(), WebSocketMessageType.Binary, true, c.RequestAborted);
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        });
        using var client = new ApiClient(server.Settings);
        var target = new CommandTarget(client, "ns", "web", "app", this);
        var clock = new ExpiringClock();
        var runner = new CommandRunner(target, ["ls"], TimeSpan.FromMinutes(10), clock) { OpenOutput = () => new SlowFile(clock) };

        var e = await Assert.ThrowsAsync<KubeApiException>(async () =>
        {
            await foreach (var _ in runner.RunAsync())
            {
            }
        });

        Assert.Equal(FailureKind.Timeout, e.Failure);
    }

    // Its timers expire when the test says so.
    private sealed class ExpiringClock : TimeProvider
    {
        public Action Expire { get; private set; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Expire = () => callback(state);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class SlowFile(ExpiringClock clock) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Expire();
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
