using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client.Watching;

/// <summary>The delays between the requests of a watch: a server that ends watches at once is not flooded, and a healthy one is resumed immediately.</summary>
public sealed class WatchDelayTests : ScriptedWatchTests
{
    [Fact]
    public async Task Delays_grow_to_half_a_minute()
    {
        var watch = Script().List("@7");
        for (var i = 0; i < 9; i++)
        {
            watch.Watch(Cut);
        }

        await RunAsync(watch);
        Assert.All(Clock.Pauses, p => Assert.InRange(p.TotalSeconds, 0.8, 45));
        Assert.InRange(Clock.Pauses[^1].TotalSeconds, 30, 45);
    }

    [Theory]
    [InlineData]
    [InlineData("?NEW")]
    [InlineData("+a=1")]
    [InlineData("@8")]
    public async Task Watches_that_end_at_once_without_a_change_are_delayed_more_and_more(params string[] events)
    {
        var watch = Script().List("a=1", "@7");
        for (var i = 0; i < 9; i++)
        {
            watch.Watch([.. events]);
        }

        Assert.Equal(["+a=1"], await RunAsync(watch));
        Assert.Equal(9, Clock.Pauses.Count);
        Assert.InRange(Clock.Pauses[0].TotalSeconds, 0.8, 1.2);
        Assert.InRange(Clock.Pauses[^1].TotalSeconds, 30, 45);
    }

    [Fact]
    public async Task A_watch_that_ends_after_a_change_is_resumed_at_once_but_several_in_a_row_are_delayed()
    {
        var watch = Script().List("@0");
        for (var i = 1; i <= 9; i++)
        {
            watch.Watch($"+o{i}={i}");
        }

        watch.Watch("+late=10", Minutes).Watch("+last=11");

        Assert.Equal([.. Enumerable.Range(1, 9).Select(i => $"+o{i}={i}"), "+late=10", "+last=11"], await RunAsync(watch));
        // Not after the first one, nor after the one that lasted.
        Assert.Equal(8, Clock.Pauses.Count);
        // A change is soon followed by others.
        Assert.All(Clock.Pauses, p => Assert.InRange(p.TotalSeconds, 0.8, 1.2));
    }

    [Fact]
    public async Task A_watch_that_lasted_is_resumed_at_once_without_an_event()
    {
        await RunAsync(Script().List("@7").Watch().Watch(Minutes).Watch(Minutes));

        Assert.InRange(Assert.Single(Clock.Pauses).TotalSeconds, 0.8, 1.2);
    }

    [Fact]
    public async Task A_slow_failure_to_connect_does_not_shorten_the_delays()
    {
        var watch = Script().List("@7");
        for (var i = 0; i < 9; i++)
        {
            watch.Watch(TimeSpan.FromSeconds(15), Cut);
        }

        await RunAsync(watch);
        Assert.InRange(Clock.Pauses[^1].TotalSeconds, 30, 45);
    }

    [Fact]
    public async Task Lists_without_versions_are_delayed_if_their_watches_end_at_once()
    {
        var watch = Script();
        for (var i = 0; i < 9; i++)
        {
            watch.List("a=1", "@").Watch("+a=1");
        }

        Assert.Equal(["+a=1"], await RunAsync(watch));
        Assert.InRange(Clock.Pauses[^1].TotalSeconds, 30, 45);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_server_is_retried_after_its_Retry_After(int code)
    {
        var busy = new KubeApiException(FailureKind.Refused, new Status { Code = code, RetryAfterSeconds = 17 });
        var watch = Script().List("@7").Watch(busy).Watch("+a=8");

        Assert.Equal(["+a=8"], await RunAsync(watch));
        Assert.Equal(TimeSpan.FromSeconds(17), Clock.Pauses[0]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_Retry_After_header_is_obeyed_and_without_one_the_delays_grow(int code)
    {
        var watch = Script().List("@7")
            .Watch(new KubeApiException(FailureKind.Refused, new Status { Code = code }) { RetryAfter = TimeSpan.FromSeconds(20) })
            .Watch(Refused(code, "")).Watch("+a=8", Minutes);

        Assert.Equal(["+a=8"], await RunAsync(watch));
        Assert.Equal(TimeSpan.FromSeconds(20), Clock.Pauses[0]);
        Assert.InRange(Clock.Pauses[1].TotalSeconds, 1.6, 2.4);
    }

    [Fact]
    public async Task A_Retry_After_of_days_is_limited_to_a_minute()
    {
        var busy = new KubeApiException(FailureKind.Refused, new Status { Code = 429, RetryAfterSeconds = 99_999_999 });
        var watch = Script().List("@7").Watch(busy).Watch("+a=8");

        Assert.Equal(["+a=8"], await RunAsync(watch));
        Assert.Equal(TimeSpan.FromMinutes(1), Clock.Pauses[0]);
    }

    [Fact]
    public async Task Repeatedly_expired_versions_are_listed_after_a_delay()
    {
        var watch = Script().List("a=1", "@7").Watch(Refused(410, "Expired")).List("a=1", "@8").Watch(Refused(410, "Expired")).List("b=2", "@9");

        await RunAsync(watch);

        Assert.InRange(Assert.Single(Clock.Pauses), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Versions_that_expire_at_once_delay_long_lists_too()
    {
        var watch = Script();
        for (var i = 0; i < 9; i++)
        {
            watch.List("a=1", TimeSpan.FromSeconds(20), "@7").Watch(Refused(410, "Expired"));
        }

        Assert.Equal(["+a=1"], await RunAsync(watch));
        Assert.Equal(8, Clock.Pauses.Count);
        Assert.InRange(Clock.Pauses[^1].TotalSeconds, 30, 45);
    }
}
