using System.Globalization;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>The sandbox sends logs like a real server.</summary>
public sealed partial class LogExchangeTests
{
    private const string Pod = "web-867d965bf9-7lrhx";

    [Fact]
    public async Task Logs_are_tailed_filtered_and_limited_as_recorded()
    {
        var clock = new SetClock();
        await using var story = await StartAsync(clock, 108);
        await story.PlayAsync("logs/tail", "logs/limit-bytes", "logs/since-seconds", "logs/previous-not-found", "logs/pod-not-found");
    }

    [Fact]
    public async Task A_log_is_followed_as_recorded()
    {
        var clock = new SetClock();
        await using var story = await StartAsync(clock, 108);
        story.Server.Streams.Flow = new StreamFlow { EndAfter = 6 * "tick 108 18:50:28\n".Length };
        var playing = story.PlayAsync("logs/follow");
        while (!story.Server.Requests.Any(request => request.PathAndQuery.EndsWith("follow=true", StringComparison.Ordinal) && request.StatusCode == 200))
        {
            await Task.Delay(10);
        }

        for (var tick = 109; tick <= 113; tick++)
        {
            Tick(story, clock, tick);
        }

        await playing;
    }

    // The recorded clock has nanoseconds, .NET's has units of 100 ns.
    [Fact]
    public async Task Lines_have_timestamps_as_recorded()
    {
        var clock = new SetClock();
        await using var story = await StartAsync(clock, 108);
        var recorded = RecordedExchange.Read("logs/timestamps");
        var actual = await story.Admin.GetAsync(recorded.Path.Replace(Pod, story.Name(Pod), StringComparison.Ordinal));
        Assert.Equal(Fraction().Replace(recorded.Body.TrimEnd('\n'), "N"), Fraction().Replace(actual.Body.TrimEnd('\n'), "N"));
    }

    // Writes the ticks of the recorded container: one each second, the first of them at 18:48:41.
    private static async Task<ExchangePlayer> StartAsync(SetClock clock, int ticks)
    {
        clock.Now = Time(0);
        var story = await ExchangePlayer.StartAsync(clock, Pod);
        await RunningPod.CreateAsync(story.Admin, "default", story.Name(Pod));
        for (var tick = 1; tick <= ticks; tick++)
        {
            Tick(story, clock, tick);
        }

        clock.Now = Time(ticks).AddSeconds(0.9);
        return story;
    }

    private static void Tick(ExchangePlayer story, SetClock clock, int tick)
    {
        clock.Now = Time(tick);
        story.Server.Streams.WriteLog("default", story.Name(Pod), string.Create(CultureInfo.InvariantCulture, $"tick {tick} {clock.Now:HH:mm:ss}"));
    }

    private static DateTimeOffset Time(int tick) => new DateTimeOffset(2026, 11, 23, 18, 48, 40, 859, TimeSpan.Zero).AddSeconds(tick);

    [GeneratedRegex(@"(?<=:\d\d\.)\d{9}(?=Z )")]
    private static partial Regex Fraction();
}
