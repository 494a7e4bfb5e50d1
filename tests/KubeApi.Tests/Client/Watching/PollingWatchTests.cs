using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>A forbidden watch: the objects are listed repeatedly, or read one by one.</summary>
public sealed class PollingWatchTests
{
    private readonly ShortDelayClock _clock = new();
    private readonly CancellationTokenSource _end = new();

    private static KubeApiException Forbidden => new(FailureKind.Refused, new Status { Code = 403, Reason = "Forbidden" });

    [Fact]
    public async Task Objects_are_listed_if_only_the_watch_is_forbidden()
    {
        var script = new ScriptedWatch(_end, _clock).List("a=1", "@7").Watch(Forbidden).List("a=2", "b=3", "@8").List("b=3", "@9");

        Assert.Equal(["Added a", "ends", "Modified a", "Added b", "ends", "Deleted a", "ends"], await RunAsync(script));
        Assert.Equal(["list", "watch 7", "list", "list", "list"], script.Requests);
        Assert.Equal(["polling"], script.Notes);
        // Between two lists, too.
        Assert.Equal(6, script.Connection.Count(c => c == "connected"));
    }

    [Fact]
    public async Task Named_objects_are_read_if_the_list_is_forbidden_too()
    {
        var script = new ScriptedWatch(_end, _clock).List(Forbidden);
        Queue<WatchedObject<string>?> responses = new([Object("1"), Object("1"), Object("2"), null]);

        var steps = await RunAsync(script, async token =>
        {
            if (responses.Count == 0)
            {
                await _end.CancelAsync();
                token.ThrowIfCancellationRequested();
            }

            return responses.Dequeue() ?? throw new KubeApiException(FailureKind.Refused, new Status { Code = 404, Reason = "NotFound" });
        });

        Assert.Equal(["Added a", "ends", "ends", "Modified a", "ends", "Deleted a", "ends"], steps);
        Assert.Equal(["list"], script.Requests);
        Assert.Equal(["polling"], script.Notes);
    }

    [Fact]
    public async Task A_read_that_is_refused_for_a_moment_is_repeated()
    {
        var script = new ScriptedWatch(_end, _clock).List("a=1", "@7").Watch(Forbidden).List(Forbidden).List("a=2", "@8");

        Assert.Equal(["Added a", "ends", "Modified a", "ends"], await RunAsync(script));
    }

    [Fact]
    public async Task A_forbidden_read_is_a_failure_without_a_word_about_polling()
    {
        var script = new ScriptedWatch(_end, _clock).List(Forbidden);

        await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(script, _ => throw Forbidden));

        Assert.Empty(script.Notes);
    }

    [Fact]
    public async Task A_forbidden_list_without_names_is_a_failure() =>
        Assert.Equal(403, (await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(new ScriptedWatch(_end, _clock).List(Forbidden)))).StatusCode);

    [Fact]
    public async Task An_allowed_watch_is_not_polled()
    {
        var script = new ScriptedWatch(_end, _clock).List("a=1", "@7").Watch("~a=8").Watch("-a=9");

        Assert.Equal(["Added a", "ends", "Modified a", "Deleted a"], await RunAsync(script));
        Assert.Equal(["list", "watch 7", "watch 8", "watch 9"], script.Requests);
    }

    private static WatchedObject<string> Object(string version) => new(new ObjectKey("ns", "a"), "a", version, "");

    private async Task<List<string>> RunAsync(ScriptedWatch script, params Func<CancellationToken, Task<WatchedObject<string>>>[] reads)
    {
        List<string> seen = [];
        var source = new PollingWatchSource<string>(script, reads, script, _clock);
        try
        {
            var watcher = new ResourceWatcher<string>(source, source, _clock, new Random(1));
            await foreach (var e in watcher.RunAsync(marksLists: true, cancellationToken: _end.Token))
            {
                seen.Add(e.EndsList ? "ends" : $"{e.Type} {e.Item.Key.Name}");
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }

        return seen;
    }
}
