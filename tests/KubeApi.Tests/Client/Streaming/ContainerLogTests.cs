using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Tests.Client.Watching;

namespace KubeApi.Tests.Client.Streaming;

public sealed class ContainerLogTests
{
    private const long Second = 1_000_000_000;

    private static readonly LogTarget s_target = new(null!, "ns", "web", "app", "");

    private readonly RecordedLogObserver _observer = new();

    [Fact]
    public async Task Random_cuts_neither_lose_nor_repeat_a_line()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var runs = Enumerable.Range(0, random.Next(1, 4)).Select(r => Lines(random, r, random.Next(1, 60))).ToArray();
            var pod = new SimulatedPod(runs, random, random.Next(3))
            {
                CutAfter = () => random.Next(4) == 0 ? null : random.Next(1500),
                IsQuietCut = () => random.Next(2) == 0,
            };
            var observer = new RecordedLogObserver();

            var lines = await FollowAsync(pod, observer, new LogOptions(), random);

            var expected = runs.SelectMany(r => r).Select(l => l.Text).ToList();
            var repeated = lines.GroupBy(l => l).Where(g => g.Count() > 1).Select(g => g.Key);
            Assert.True(expected.SequenceEqual(lines), $"seed {seed}: lost {string.Join(',', expected.Except(lines))}; repeated {string.Join(',', repeated)}");
            Assert.DoesNotContain(observer.Notes, n => n.StartsWith("gap", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_finished_log_is_resumed_after_cuts()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var run = Lines(random, 0, random.Next(1, 60));
            var pod = new SimulatedPod([run], random, run.Count) { CutAfter = () => random.Next(3) == 0 ? null : random.Next(40, 3000) };
            var log = new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), random);

            var lines = await TextsAsync(log.ReadAsync());

            Assert.True(run.Select(l => l.Text).SequenceEqual(lines), $"seed {seed}");
        }

        Assert.Empty(_observer.Notes);
        Assert.InRange(_observer.Resumes, 200, int.MaxValue);
    }

    [Fact]
    public async Task A_log_that_cannot_be_resumed_is_a_broken_stream()
    {
        var random = new Random(1);
        var run = Lines(random, 0, 9);
        var pod = new SimulatedPod([run], random, 9) { CutAfter = () => 60 };
        pod.Opening = o =>
        {
            if (o.SinceTime is not null)
            {
                throw new KubeApiException(FailureKind.ConnectionFailed, "down");
            }
        };
        var log = new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), random);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => TextsAsync(log.ReadAsync()));

        Assert.Equal(FailureKind.StreamBroken, e.Failure);
        Assert.Contains("down", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_without_timestamps_is_not_resumed(bool follows)
    {
        var (random, requests) = (new Random(1), 0);
        var run = Lines(random, 0, 9);
        var pod = new SimulatedPod([run], random, 8) { HasTimes = false, CutAfter = () => 200, Opening = _ => requests++ };
        var log = new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), random);
        List<string> lines = [];

        var e = await Assert.ThrowsAsync<KubeApiException>(async () =>
        {
            await foreach (var batch in follows ? log.FollowAsync(pod.Track) : log.ReadAsync())
            {
                lines.AddRange(batch.Select(l => l.Text));
            }
        });

        Assert.Equal((FailureKind.StreamBroken, 1), (e.Failure, requests));
        Assert.Contains("no timestamps", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(lines);
        Assert.Equal(run.Select(l => l.Text).Take(lines.Count), lines);
    }

    [Fact]
    public async Task A_log_without_timestamps_is_read_to_its_end()
    {
        var random = new Random(1);
        var run = Lines(random, 0, 9);
        var pod = new SimulatedPod([run], random, 9) { HasTimes = false };

        var lines = await TextsAsync(new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), random).ReadAsync());

        Assert.Equal(run.Select(l => l.Text), lines);
    }

    [Fact]
    public async Task A_log_that_stalls_fails_at_once()
    {
        var (random, requests) = (new Random(1), 0);
        var pod = new SimulatedPod([Lines(random, 0, 9)], random, 9) { CutAfter = () => 200, CutFailure = FailureKind.Timeout, Opening = _ => requests++ };
        var log = new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), random);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => TextsAsync(log.ReadAsync()));

        Assert.Equal((FailureKind.Timeout, 1), (e.Failure, requests));
    }

    [Fact]
    public void A_line_without_a_timestamp_is_not_repeated()
    {
        var position = new LogPosition(LogStamp.None);
        Assert.True(position.Accept(LogStamp.None) && position.Accept(5 * Second) && position.Accept(LogStamp.None));

        position.Resume();

        Assert.False(position.Accept(LogStamp.None) || position.Accept(5 * Second) || position.Accept(LogStamp.None));
        Assert.True(position.Accept(6 * Second) && position.Accept(LogStamp.None));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(400)]
    public async Task A_refused_first_request_is_the_error(int code)
    {
        var pod = new SimulatedPod([Lines(new Random(1), 0, 1)], new Random(1))
        {
            Opening = _ => throw new KubeApiException(FailureKind.Refused, new Status { Code = code }),
        };
        var log = new ContainerLog(s_target, pod, new LogOptions(), null, _observer, new ShortDelayClock(), new Random(1));

        Assert.Equal(code, (await Assert.ThrowsAsync<KubeApiException>(() => TextsAsync(log.ReadAsync()))).StatusCode);
    }

    [Fact]
    public async Task A_followed_log_ends_when_access_is_revoked()
    {
        var (random, requests) = (new Random(1), 0);
        var pod = new SimulatedPod([Lines(random, 0, 50)], random) { CutAfter = () => 200 };
        pod.Opening = _ => Refuse(++requests > 1, 403);

        Assert.Equal(403, (await Assert.ThrowsAsync<KubeApiException>(() => FollowAsync(pod, _observer, new LogOptions(), random))).StatusCode);
    }

    // After a restart, a node does not know its pods and their containers for a while.
    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_followed_log_waits_for_its_node(int code)
    {
        var (random, requests) = (new Random(1), 0);
        var run = Lines(random, 0, 50);
        var pod = new SimulatedPod([run], random) { CutAfter = () => requests < 9 ? 300 : null };
        pod.Opening = _ => Refuse(++requests is > 1 and < 9, code);

        Assert.Equal(run.Select(l => l.Text), await FollowAsync(pod, _observer, new LogOptions(), random));
        Assert.Empty(_observer.Notes);
    }

    [Fact]
    public async Task A_cut_across_a_rotation_is_reported()
    {
        var (random, requests) = (new Random(3), 0);
        var run = Lines(random, 0, 60);
        var pod = new SimulatedPod([run], random, 40) { CutAfter = () => requests == 1 ? 900 : null };
        pod.Opening = _ => pod.FirstKept = ++requests > 1 ? 38 : 0;

        var lines = await FollowAsync(pod, _observer, new LogOptions(), random);

        Assert.Equal(["gap Rotated"], _observer.Notes);
        Assert.Equal(run.Skip(38).Select(l => l.Text), lines.TakeLast(22));
        Assert.Equal(lines.Distinct(), lines);
    }

    [Fact]
    public async Task A_rotation_without_a_cut_is_not_a_gap()
    {
        var random = new Random(3);
        var run = Lines(random, 0, 60);
        var pod = new SimulatedPod([run], random, 40) { CutAfter = () => null };
        pod.Opening = _ => pod.FirstKept = 0;

        Assert.Equal(run.Select(l => l.Text), await FollowAsync(pod, _observer, new LogOptions(), random));
        Assert.Empty(_observer.Notes);
    }

    // A node that misses a rotation reads the old file until the container ends.
    [Theory]
    [InlineData(500_000_000, false)]
    [InlineData(2 * Second, true)]
    public async Task A_rotation_that_the_node_missed_is_a_gap_only_if_time_passed_between_the_lines(long pause, bool isGap)
    {
        var requests = 0;
        List<(string, long)> run = [("a", 100 * Second), ("b", 101 * Second), ("c", (101 * Second) + pause)];
        var firstTwo = "1970-01-01T00:01:40Z a\n".Length * 2;
        var pod = new SimulatedPod([run], new Random(1), 2) { CutAfter = () => requests == 1 ? firstTwo : null, Opening = _ => requests++ };
        pod.IsQuietCut = () =>
        {
            pod.Advance(1);
            pod.FirstKept = 2;
            return true;
        };

        Assert.Equal(["a", "b", "c"], await FollowAsync(pod, _observer, new LogOptions(), new Random(1)));
        Assert.Equal(isGap ? ["gap Rotated"] : [], _observer.Notes);
    }

    [Fact]
    public async Task Two_restarts_of_a_container_during_a_cut_are_reported()
    {
        var (random, requests) = (new Random(3), 0);
        var runs = Enumerable.Range(0, 3).Select(r => Lines(random, r, 20)).ToArray();
        var pod = new SimulatedPod(runs, random, 10) { CutAfter = () => requests == 1 ? 200 : null };
        pod.Opening = _ =>
        {
            if (++requests == 2)
            {
                pod.Advance(99);
                pod.Advance(99);
                throw new KubeApiException(FailureKind.ConnectionFailed, "down");
            }
        };

        var lines = await FollowAsync(pod, _observer, new LogOptions(), random);

        Assert.Equal(["gap RunLost", "restarted"], _observer.Notes);
        Assert.Equal(runs[2].Select(l => l.Text), lines.TakeLast(20));
    }

    [Fact]
    public async Task Options_apply_to_the_first_run_and_the_first_request_only()
    {
        var random = new Random(3);
        List<LogOptions> requests = [];
        var runs = Enumerable.Range(0, 2).Select(r => Lines(random, r, 20)).ToArray();
        var pod = new SimulatedPod(runs, random, 10) { CutAfter = () => requests.Count == 1 ? 300 : null, Opening = requests.Add };

        var lines = await FollowAsync(pod, _observer, new LogOptions { TailLines = 3 }, random);

        Assert.Equal([.. runs[0].Skip(7).Select(l => l.Text), .. runs[1].Select(l => l.Text)], lines);
        Assert.Equal((3, null), (requests[0].TailLines, requests[0].SinceTime));
        Assert.All(requests.Skip(1), r => Assert.Null(r.TailLines));
        Assert.Equal(["restarted"], _observer.Notes);
    }

    [Fact]
    public async Task SinceTime_is_exact_although_the_server_ignores_fractions()
    {
        var random = new Random(1);
        List<(string, long)> run = [("a", 100 * Second), ("b", (100 * Second) + 500_000_000), ("c", 101 * Second)];
        var log = new ContainerLog(
            s_target, new SimulatedPod([run], random, 3), new LogOptions { SinceTime = DateTimeOffset.FromUnixTimeMilliseconds(100_400) }, null, _observer,
            new ShortDelayClock(), random);

        Assert.Equal(["b", "c"], await TextsAsync(log.ReadAsync()));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(4, "aé")]
    [InlineData(5, "aé|")]
    [InlineData(100, "aé|bcd")]
    public async Task The_byte_limit_counts_the_text_of_lines_only(long limit, string expected)
    {
        List<(string, long)> run = [("aé", 100 * Second), ("bcd", 101 * Second)];
        var log = new ContainerLog(
            s_target, new SimulatedPod([run], new Random(1), 2), new LogOptions(), limit, _observer, new ShortDelayClock(), new Random(1));

        var lines = await TextsAsync(log.ReadAsync());

        Assert.Equal(limit == 5 ? ["aé", "b"] : expected.Split('|', StringSplitOptions.RemoveEmptyEntries), lines);
    }

    [Theory]
    [InlineData("unable to retrieve container logs for containerd://9f", false)]
    [InlineData("failed to try resolving symlinks in path \"/var/log/pods/a/0.log\": lstat: no such file or directory", true)]
    public async Task A_failure_of_the_node_at_the_end_of_a_response_is_an_error(string text, bool isPrevious)
    {
        List<string> lines = [];
        var log = Log($"1970-01-01T00:01:40Z a\n{text}", isPrevious);

        var e = await Assert.ThrowsAsync<KubeApiException>(async () =>
        {
            await foreach (var batch in log.ReadAsync())
            {
                lines.AddRange(batch.Select(l => l.Text));
            }
        });

        Assert.Equal(["a"], lines);
        var run = isPrevious ? "the previous run of " : "";
        Assert.Equal((FailureKind.LogNotAvailable, $"The node cannot read the log of {run}web/app: {text}."), (e.Failure, e.Message));
    }

    [Theory]
    [InlineData("1970-01-01T00:01:40Z unable to retrieve container logs for x")]
    [InlineData("unable to retrieve container logs for x\n")]
    public async Task A_line_of_the_container_is_no_failure_of_the_node(string text) =>
        Assert.Equal(["unable to retrieve container logs for x"], await TextsAsync(Log(text, isPrevious: false).ReadAsync()));

    [Fact]
    public async Task A_pod_that_is_deleted_during_a_cut_is_reported()
    {
        var (random, requests) = (new Random(1), 0);
        var pod = new SimulatedPod([Lines(random, 0, 50)], random) { CutAfter = () => 200 };
        pod.Opening = _ =>
        {
            if (++requests > 1)
            {
                pod.Track.Set(null);
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 404 });
            }
        };

        Assert.NotEmpty(await FollowAsync(pod, _observer, new LogOptions(), random));
        Assert.Equal(["gap PodDeleted"], _observer.Notes);
    }

    private ContainerLog Log(string body, bool isPrevious) =>
        new(s_target, new FixedLog(body), new LogOptions { Previous = isPrevious }, null, _observer, new ShortDelayClock(), new Random(1));

    private static void Refuse(bool isRefused, int code)
    {
        if (isRefused)
        {
            throw new KubeApiException(FailureKind.Refused, new Status { Code = code });
        }
    }

    private static List<(string Text, long Stamp)> Lines(Random random, int run, int count)
    {
        List<(string, long)> lines = [];
        var now = (1_800_000_000 + (run * 1000L)) * Second;
        for (var i = 0; i < count; i++)
        {
            now += random.Next(4) switch { 0 => 0, 1 => random.Next(1000), 2 => random.Next(400_000_000), _ => random.NextInt64(3 * Second) };
            // Standard error may slightly overtake standard output.
            lines.Add(($"{run}.{i} {new string('x', random.Next(90))}", now - random.Next(2_000_000)));
        }

        return lines;
    }

    private static Task<List<string>> FollowAsync(SimulatedPod pod, ILogObserver observer, LogOptions options, Random random) =>
        TextsAsync(new ContainerLog(s_target, pod, options, null, observer, new ShortDelayClock(), random).FollowAsync(pod.Track));

    private static async Task<List<string>> TextsAsync(IAsyncEnumerable<IReadOnlyList<LogLine>> batches)
    {
        List<string> texts = [];
        await foreach (var lines in batches)
        {
            texts.AddRange(lines.Select(l => l.Text));
        }

        return texts;
    }
}
