using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

public sealed class LogMergeTests
{
    [Fact]
    public async Task Lines_are_merged_by_timestamp_and_each_log_stays_in_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var logs = Enumerable.Range(0, random.Next(1, 20)).Select(i => Log(random, i)).ToList();

            var merged = await MergeAsync([.. logs.Select((l, i) => Play(l, random))], 3);

            var stamps = merged.Select(l => l.Stamp).ToList();
            Assert.Equal(stamps.Order(), stamps);
            foreach (var (log, i) in logs.Select((l, i) => (l, i)))
            {
                Assert.Equal(log.SelectMany(b => b), merged.Where(l => l.Text.StartsWith($"{i}.", StringComparison.Ordinal)));
            }
        }
    }

    [Fact]
    public async Task Lines_without_a_usable_timestamp_follow_the_previous_line()
    {
        List<List<LogLine>> one = [[new(5, "a"), new(3, "b"), new(LogStamp.None, "c"), new(9, "d")]], other = [[new(4, "x"), new(6, "y")]];

        Assert.Equal("xabcyd", string.Concat((await MergeAsync([Play(one), Play(other)], 8)).Select(l => l.Text)));
    }

    [Fact]
    public async Task A_limited_number_of_logs_is_read_at_once()
    {
        var (open, most, seen) = (0, 0, 0);
        async IAsyncEnumerable<IReadOnlyList<LogLine>> Count(int index, [EnumeratorCancellation] CancellationToken token = default)
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await Task.Delay(5, token);
            yield return [new LogLine(index, "x")];
            Interlocked.Decrement(ref open);
            Interlocked.Increment(ref seen);
        }

        var lines = await MergeAsync([.. Enumerable.Range(0, 40).Select(i => Count(i))], 8);

        Assert.Equal((40, 40), (lines.Count, seen));
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task A_failed_log_ends_with_its_failure_and_the_others_continue()
    {
        static async IAsyncEnumerable<IReadOnlyList<LogLine>> Fail()
        {
            await Task.Yield();
            yield return [new LogLine(1, "a")];
            throw new KubeApiException(FailureKind.StreamBroken, "cut");
        }

        List<LogBatch> batches = [];
        var merge = new LogMerge([(Target("bad"), Fail()), (Target("good"), Play([[new LogLine(2, "b")], [new LogLine(3, "c")]]))], 8);
        await foreach (var batch in merge.RunAsync())
        {
            batches.Add(batch);
        }

        Assert.Equal("abc", string.Concat(batches.SelectMany(b => b.Lines).Select(l => l.Text)));
        Assert.Equal(("bad", "cut"), (batches.Single(b => b.Failure is not null).Target!.Pod, batches.Single(b => b.Failure is not null).Failure!.Message));
    }

    [Fact]
    public async Task Breaking_the_loop_ends_the_logs()
    {
        var ended = new TaskCompletionSource();
        async IAsyncEnumerable<IReadOnlyList<LogLine>> Endless([EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    await Task.Yield();
                    token.ThrowIfCancellationRequested();
                    yield return [new LogLine(i, "x")];
                }
            }
            finally
            {
                ended.TrySetResult();
            }
        }

        await foreach (var _ in new LogMerge([(Target("a"), Endless())], 8).RunAsync())
        {
            break;
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static LogTarget Target(string pod) => new(null!, "ns", pod, "app", "");

    private static List<List<LogLine>> Log(Random random, int index)
    {
        var stamp = 0L;
        var number = 0;
        return [.. Enumerable.Range(0, random.Next(6)).Select(_ => Enumerable.Range(0, random.Next(1, 9))
            .Select(_ => new LogLine(stamp += random.Next(3), $"{index}.{number++}")).ToList())];
    }

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> Play(List<List<LogLine>> batches, Random? random = null)
    {
        foreach (var batch in batches)
        {
            if (random?.Next(2) != 0)
            {
                await Task.Yield();
            }

            yield return batch;
        }
    }

    private static async Task<List<LogLine>> MergeAsync(IReadOnlyList<IAsyncEnumerable<IReadOnlyList<LogLine>>> logs, int maxParallel)
    {
        List<LogLine> lines = [];
        await foreach (var batch in new LogMerge([.. logs.Select((l, i) => (Target($"{i}"), l))], maxParallel).RunAsync())
        {
            Assert.Null(batch.Failure);
            lines.AddRange(batch.Lines);
        }

        return lines;
    }
}
