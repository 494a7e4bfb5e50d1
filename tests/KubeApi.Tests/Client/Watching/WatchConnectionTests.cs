using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client.Watching;

/// <summary>When a watch is connected, and since when it is not.</summary>
public sealed class WatchConnectionTests : ScriptedWatchTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_watch_is_connected_once_the_server_accepts_it()
    {
        var script = Script().List("a=1", "@7").Watch("!", Cut).Watch(Cut).Watch("!");

        await RunAsync(script);

        Assert.Equal(
            [
                "connected", "disconnected", "connected", "disconnected ConnectionFailed", "disconnected ConnectionFailed", "connected",
                "disconnected",
            ],
            script.Connection);
    }

    [Fact]
    public async Task A_watch_that_fails_is_not_interrupted()
    {
        var script = Script().List("@7").Watch(Refused(400, "BadRequest"));

        await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(script));

        Assert.Equal(["connected", "disconnected", "disconnected Refused", "ended"], script.Connection);
    }

    [Fact]
    public void An_interruption_lasts_from_the_end_of_the_last_response_until_the_next_one()
    {
        var connection = new WatchConnection(_clock);
        Assert.Null(connection.Interruption);
        connection.Connected();
        var end = _clock.GetUtcNow();
        connection.Disconnected(Cut);
        _clock.Advance(TimeSpan.FromMinutes(1));
        connection.Disconnected(Refused(401, "Unauthorized"));

        Assert.InRange(connection.Interruption!.Since, end, end.AddSeconds(30));
        Assert.Equal(401, connection.Interruption.Failure!.StatusCode);
        Assert.True(connection.IsInterruptedFor(TimeSpan.FromMinutes(1)));
        Assert.False(connection.IsInterruptedFor(TimeSpan.FromMinutes(2)));

        connection.Connected();
        Assert.Null(connection.Interruption);
    }

    [Fact]
    public void A_watch_that_is_opened_again_at_once_is_not_interrupted()
    {
        var connection = new WatchConnection(_clock);
        connection.Disconnected(null);
        Assert.Null(connection.Interruption);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull(connection.Interruption);
        connection.Ended();
        Assert.Null(connection.Interruption);
    }
}
