using System.Runtime.CompilerServices;
using KubeApi.Client.Reading;

namespace KubeApi.Tests.Client;

public sealed class ConcurrentMergeTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private int _running;
    private int _mostRunning;
    private int _ended;

    [Fact]
    public async Task All_items_arrive_and_each_source_stays_in_order()
    {
        var items = await ReadAllAsync([CountAsync("a", 1000), CountAsync("b", 1000), CountAsync("c", 0)], 8);

        foreach (var name in new[] { "a", "b" })
        {
            Assert.Equal(Enumerable.Range(0, 1000).Select(n => $"{name}{n}"), items.Where(i => i.StartsWith(name, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_limited_number_of_sources_is_read_at_once()
    {
        var two = new TaskCompletionSource();
        var sources = Enumerable.Range(0, 6).Select(_ => MeetAsync(two)).ToList();

        Assert.Equal(6, (await ReadAllAsync(sources, 2).WaitAsync(s_timeout)).Count);
        Assert.Equal(2, _mostRunning);
    }

    [Fact]
    public async Task Breaking_the_loop_ends_all_sources()
    {
        await foreach (var _ in ConcurrentMerge.MergeAsync([WaitAsync("a"), WaitAsync("b")], 8, Failed))
        {
            break;
        }

        Assert.Equal((0, 2), (_running, _ended));
    }

    [Fact]
    public async Task Breaking_the_loop_ends_a_source_that_waits_for_the_reader()
    {
        await foreach (var _ in ConcurrentMerge.MergeAsync([CountAsync("a", 100_000), CountAsync("b", 100_000)], 8, Failed))
        {
            break;
        }

        Assert.Equal((0, 2), (_running, _ended));
    }

    [Fact]
    public async Task Breaking_the_loop_ends_an_only_source()
    {
        await foreach (var _ in ConcurrentMerge.MergeAsync([CountAsync("a", 100_000)], 8, Failed))
        {
            break;
        }

        Assert.Equal((0, 1), (_running, _ended));
    }

    [Fact]
    public async Task An_exception_of_an_only_source_is_its_last_item() => Assert.Equal(
        ["a0", "a1", "0 InvalidOperationException"], await ReadAllAsync([CountAsync("a", 2, new InvalidOperationException())], 8));

    [Fact]
    public async Task Cancellation_ends_all_sources()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in ConcurrentMerge.MergeAsync([WaitAsync("a"), WaitAsync("b")], 8, Failed, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal((0, 2), (_running, _ended));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task An_exception_of_one_source_is_its_last_item_and_the_others_continue(Type exception)
    {
        var items = await ReadAllAsync([CountAsync("a", 3, (Exception)Activator.CreateInstance(exception, "gone")!), CountAsync("b", 1000)], 8);

        Assert.Equal(["a0", "a1", "a2", $"0 {exception.Name}"], items.Where(i => i[0] != 'b'));
        Assert.Equal(1000, items.Count(i => i[0] == 'b'));
    }

    [Fact]
    public async Task A_source_that_fails_at_once_is_reported_like_any_other_failure()
    {
        Assert.Equal(["0 InvalidOperationException", "1 InvalidOperationException"], await ReadAllAsync(
            [CountAsync("a", 0, new InvalidOperationException()), CountAsync("b", 0, new InvalidOperationException())], 1));
    }

    private static string Failed(int index, Exception e) => $"{index} {e.GetType().Name}";

    private static async Task<List<string>> ReadAllAsync(IReadOnlyList<IAsyncEnumerable<string>> sources, int maxParallel)
    {
        List<string> items = [];
        await foreach (var item in ConcurrentMerge.MergeAsync(sources, maxParallel, Failed))
        {
            items.Add(item);
        }

        return items;
    }

    private async IAsyncEnumerable<string> CountAsync(
        string name, int count, Exception? end = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var _ = Enter();
        for (var n = 0; n < count; n++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return $"{name}{n}";
        }

        if (end is not null)
        {
            throw end;
        }
    }

    // Yields one item, then waits for cancellation.
    private async IAsyncEnumerable<string> WaitAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var _ = Enter();
        // Both have started when the first item arrives.
        while (Volatile.Read(ref _mostRunning) < 2)
        {
            await Task.Delay(1, cancellationToken);
        }

        yield return name;
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    // The first two continue when both have started.
    private async IAsyncEnumerable<string> MeetAsync(TaskCompletionSource two)
    {
        using var _ = Enter();
        if (Volatile.Read(ref _mostRunning) >= 2)
        {
            two.TrySetResult();
        }

        await two.Task;
        await Task.Yield();
        yield return "";
    }

    private Left Enter()
    {
        var running = Interlocked.Increment(ref _running);
        for (var most = _mostRunning; running > most; most = _mostRunning)
        {
            Interlocked.CompareExchange(ref _mostRunning, running, most);
        }

        return new Left(this);
    }

    private sealed class Left(ConcurrentMergeTests tests) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref tests._running);
            Interlocked.Increment(ref tests._ended);
        }
    }
}
