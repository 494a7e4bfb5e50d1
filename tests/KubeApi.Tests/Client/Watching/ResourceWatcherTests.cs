using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>The state machine of a watch, with scripted lists and events.</summary>
public sealed class ResourceWatcherTests : ScriptedWatchTests
{
    [Fact]
    public async Task Existing_objects_come_before_changes()
    {
        var watch = Script().List("a=1", "b=2", "@7").Watch("~a=8", "+c=9", "-b=10");

        Assert.Equal(["+a=1", "+b=2", "~a=8", "+c=9", "-b=10"], await RunAsync(watch));
        Assert.Equal(["list", "watch 7", "watch 10"], watch.Requests);
    }

    [Fact]
    public async Task An_ended_watch_is_resumed_from_the_last_bookmark()
    {
        var watch = Script().List("a=1", "@7").Watch("~a=8", "@20", Minutes).Watch("~a=21", Minutes);

        Assert.Equal(["+a=1", "~a=8", "~a=21"], await RunAsync(watch));
        Assert.Equal(["list", "watch 7", "watch 20", "watch 21"], watch.Requests);
        Assert.Equal(["resumed", "resumed"], watch.Notes);
        Assert.Empty(Clock.Pauses);
    }

    [Fact]
    public async Task A_cut_connection_is_resumed_from_the_last_event_after_a_delay()
    {
        var watch = Script().List("@7").Watch("+a=8", Cut).Watch(Cut).Watch("~a=9", Cut).Watch("-a=10", Minutes);

        Assert.Equal(["+a=8", "~a=9", "-a=10"], await RunAsync(watch));
        Assert.Equal(["list", "watch 7", "watch 8", "watch 8", "watch 9", "watch 10"], watch.Requests);
        Assert.Collection(
            Clock.Pauses,
            first => Assert.InRange(first.TotalSeconds, 0.8, 1.2),
            doubled => Assert.InRange(doubled.TotalSeconds, 1.6, 2.4),
            afterSuccess => Assert.InRange(afterSuccess.TotalSeconds, 0.8, 1.2));
    }

    [Theory]
    [InlineData(410, "Expired")]
    [InlineData(410, "Gone")]
    public async Task An_expired_version_is_listed_again_and_the_gap_is_merged(int code, string reason)
    {
        var watch = Script()
            .List("a=1", "b=2", "c=3", "d=4", "@7").Watch("~a=8", Minutes, Refused(code, reason))
            .List("a=8", "c=12", "d/other=13", "e=14", "@15").Watch("~e=16");

        Assert.Equal(["+a=1", "+b=2", "+c=3", "+d=4", "~a=8", "~c=12", "-d", "+d/other=13", "+e=14", "-b", "~e=16"], await RunAsync(watch));
        Assert.Equal(["list", "watch 7", "list", "watch 15", "watch 16"], watch.Requests);
        Assert.Equal(["relisted", "resumed"], watch.Notes);
        Assert.Empty(Clock.Pauses);
    }

    [Fact]
    public async Task An_interrupted_list_is_repeated_without_duplicates()
    {
        var watch = Script().List("a=1", "b=2", "@7").Watch(Refused(410, "Expired")).List("a=9", Cut).List("a=9", "c=10", "@11");

        Assert.Equal(["+a=1", "+b=2", "~a=9", "+c=10", "-b"], await RunAsync(watch));
    }

    [Fact]
    public async Task A_list_that_expires_between_two_pages_is_read_in_one_page()
    {
        var watch = Script().List("a=1", Refused(410, "Expired")).List("a=1", "b=2", "@7").Watch("~a=8", Refused(410, "Expired")).List("a=8", "b=2", "@9");

        Assert.Equal(["+a=1", "+b=2", "~a=8"], await RunAsync(watch));
        Assert.Equal(["list", "list whole", "watch 7", "list", "watch 9"], watch.Requests);
    }

    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    public async Task A_refusal_ends_the_watch(int code, string reason)
    {
        var watch = Script().List("a=1", "@7").Watch(Refused(code, reason));

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(watch));
        Assert.Equal(code, failure.StatusCode);
        Assert.Empty(Clock.Pauses);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    public async Task A_server_that_has_just_started_may_refuse_a_watch_for_some_seconds(int code, string reason)
    {
        var refusal = Refused(code, reason);
        var watch = Script().List("a=1", "@7").Watch("~a=8", Cut).Watch(refusal).Watch(Cut).Watch(refusal).Watch(refusal).Watch("~a=9", Minutes).Watch(refusal);

        Assert.Equal(["+a=1", "~a=8", "~a=9"], await RunAsync(watch));
        Assert.Equal(["list", "watch 7", .. Enumerable.Repeat("watch 8", 5), "watch 9", "watch 9"], watch.Requests);
    }

    // Without its network, the login of a plugin fails, too.
    [Theory]
    [InlineData(FailureKind.CredentialUnavailable)]
    [InlineData(FailureKind.ExecPluginFailed)]
    [InlineData(FailureKind.TokenScriptFailed)]
    public async Task A_credential_that_cannot_be_renewed_for_some_seconds_does_not_end_a_watch(FailureKind kind)
    {
        var failed = new KubeApiException(kind, "The login service is unreachable.");
        var watch = Script().List("a=1", "@7").Watch("~a=8", Cut).Watch(failed).Watch(failed).Watch("~a=9");

        Assert.Equal(["+a=1", "~a=8", "~a=9"], await RunAsync(watch));
        Assert.Equal(kind, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(Script().List(failed)))).Failure);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    public async Task A_refusal_that_stays_ends_the_watch(int code, string reason)
    {
        var watch = Script().List("a=1", "@7").Watch("~a=8", Minutes);
        for (var i = 0; i < 20; i++)
        {
            watch.Watch(Refused(code, reason));
        }

        Assert.Equal(code, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(watch))).StatusCode);
        Assert.InRange(Clock.Pauses.Sum(p => p.TotalSeconds), 14.9, 16);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    public async Task A_list_that_is_refused_for_a_moment_is_repeated(int code, string reason)
    {
        var watch = Script().List("a=1", "@7").Watch(Refused(410, "Expired")).List(Refused(code, reason)).List("a=1", "b=2", "@8");

        Assert.Equal(["+a=1", "+b=2"], await RunAsync(watch));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_list_that_stays_refused_ends_the_watch_after_fifteen_seconds(int code)
    {
        var watch = Script().List("a=1", "@7").Watch(Refused(410, "Expired"));
        for (var i = 0; i < 20; i++)
        {
            watch.List(Refused(code, ""));
        }

        Assert.Equal(code, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(watch))).StatusCode);
        Assert.InRange(Clock.Pauses.Sum(p => p.TotalSeconds), 14.9, 16);
    }

    [Fact]
    public async Task A_failed_first_list_fails_the_watch()
    {
        await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(Script().List(Cut)));
        await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(Script().List("a=1", Cut)));
        await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(Script().List(Refused(404, "NotFound"))));
    }

    [Fact]
    public async Task A_type_that_is_served_again_is_watched_again()
    {
        var missing = Refused(404, "NotFound");
        var watch = Script().List("a=1", "@7").Watch("-a=8", missing).List(missing).List(missing).List("a/new=20", "@21").Watch("~a/new=22");

        Assert.Equal(["+a=1", "-a=8", "+a/new=20", "~a/new=22"], await RunAsync(watch));
    }

    [Fact]
    public async Task A_type_that_stays_missing_ends_the_watch()
    {
        var missing = Refused(404, "NotFound");
        var watch = Script().List("@7").Watch(missing);
        for (var i = 0; i < 20; i++)
        {
            watch.List(missing);
        }

        Assert.Equal(404, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(watch))).StatusCode);
        Assert.InRange(Clock.Pauses.Sum(p => p.TotalSeconds), 14.9, 16);
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_is_skipped_and_reported_once()
    {
        var watch = Script().List("@7").Watch("?RENAMED", "+a=8", "?RENAMED").Watch("?RENAMED", "?MOVED");

        Assert.Equal(["+a=8"], await RunAsync(watch));
        Assert.Equal(["unknown RENAMED", "unknown MOVED"], watch.Notes.Where(n => n.StartsWith("unknown", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task At_most_ten_unknown_types_are_reported()
    {
        var watch = Script().List("@7").Watch([.. Enumerable.Range(1, 100).Select(i => $"?T{i}")]);

        await RunAsync(watch);
        Assert.Equal(10, watch.Notes.Count(n => n.StartsWith("unknown", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_silent_open_connection_is_abandoned()
    {
        Clock.LongestDelay = TimeSpan.FromHours(1);
        var watch = Script().List("@7").Watch(TimeSpan.MaxValue).Watch("+a=8");

        Assert.Equal(["+a=8"], await RunAsync(watch));
        Assert.Contains("resumed after Timeout 0", watch.Notes);
    }

    [Fact]
    public async Task A_server_whose_versions_restart_is_listed_again()
    {
        var watch = Script().List("a=100", "b=101", "@120").Watch("~a=130", Cut).List("a=100", "c=103", "@104").Watch("~c=105");
        watch.CurrentVersion = "104";

        Assert.Equal(["+a=100", "+b=101", "~a=130", "~a=100", "+c=103", "-b", "~c=105"], await RunAsync(watch));
    }

    [Fact]
    public async Task A_server_without_list_versions_is_listed_after_each_disconnect()
    {
        var watch = Script().List("a=1", "@").Watch("+a=1", "~a=2").List("a=2", "b=3", "@").Watch("+a=2", "+b=3", "-a=4");

        Assert.Equal(["+a=1", "~a=2", "+b=3", "-a=4"], await RunAsync(watch));
        Assert.Equal(["list", "watch", "list", "watch", "list"], watch.Requests);
    }

    [Fact]
    public async Task A_replayed_event_is_not_reported_again() =>
        Assert.Equal(["+a=1", "~a=8", "-a=9"], await RunAsync(Script().List("a=1", "@7").Watch("~a=8", "~a=8", "+a=8", "-a=9", "-a=9")));

    [Fact]
    public async Task A_late_deletion_of_an_earlier_object_does_not_delete_its_successor() =>
        Assert.Equal(["+a/new=5"], await RunAsync(Script().List("a/new=5", "@7").Watch("-a/old=8")));

    [Fact]
    public void A_hundred_thousand_known_objects_take_less_than_40_MB()
    {
        var objects = Enumerable.Range(0, 100_000)
            .Select(i => (new ObjectKey(new string("load"), $"web-867d965bf9-{i:x5}"), Guid.NewGuid().ToString(), $"{1_000_000 + i}")).ToList();
        var known = new KnownObjects();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (key, uid, version) in objects)
        {
            known.Observe(key, uid, version, out _);
        }

        // All allocations while the table grew, including the names, of about 70 bytes each.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 33_000_000);
        Assert.Equal(100_000, known.Count);
    }

    [Theory]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "5")]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "05")]
    [InlineData("an-aggregated-server's", "v1.2")]
    [InlineData("", "")]
    public void UIDs_and_versions_are_kept_unchanged(string uid, string version)
    {
        var known = new KnownObjects();
        var key = new ObjectKey("ns", "a");
        Assert.Equal(KnownState.New, known.Observe(key, uid, version, out _));
        Assert.Equal(KnownState.Same, known.Observe(key, uid, version, out _));
        Assert.Equal(KnownState.Changed, known.Observe(key, uid, version + "1", out _));
        Assert.Equal(KnownState.Replaced, known.Observe(key, "other", version, out var replaced));
        Assert.Equal(uid, replaced);
    }
}
