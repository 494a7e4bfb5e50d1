using System.Threading.Channels;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Client.Watching;
using KubeApi.Tests.Client.Watching;

namespace KubeApi.Tests.Client.Streaming;

public sealed class PodLogFollowTests
{
    private readonly Channel<WatchEvent<PodState>> _events = Channel.CreateUnbounded<WatchEvent<PodState>>();
    private readonly Channel<LogBatch> _output = Channel.CreateUnbounded<LogBatch>();
    private readonly RecordedLogObserver _observer = new();

    [Fact]
    public async Task New_pods_are_joined_and_deleted_pods_are_left()
    {
        var following = Start(new LogGroup(null!, "ns", "", p => [p.Default.Name]) { LabelSelector = "app=web", KnownUids = ["u1"], EndsWithPods = false });
        Report("a", "u1");
        Assert.Equal("a/app 10", await NextAsync());
        Report("b", "u2");
        Assert.Equal("b/app ", await NextAsync());
        Report("a", "u1", WatchEventType.Deleted);
        Report("b", "u2", WatchEventType.Deleted);
        Report("b", "u3");
        Assert.Equal("b/app ", await NextAsync());
        _events.Writer.Complete();
        await following.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["joined b", "left a", "left b", "joined b"], _observer.Notes);
    }

    [Fact]
    public async Task A_hundred_pods_are_followed_at_once()
    {
        var all = new TaskCompletionSource();
        var open = 0;
        var following = Start(new LogGroup(null!, "ns", "", p => [p.Default.Name]) { LabelSelector = "app=web" }, async () =>
        {
            if (Interlocked.Increment(ref open) == 100)
            {
                all.SetResult();
            }

            await all.Task;
        });
        for (var i = 0; i < 100; i++)
        {
            Report($"p{i}", $"u{i}");
        }

        HashSet<string> seen = [];
        while (seen.Count < 100)
        {
            seen.Add(await NextAsync());
        }

        _events.Writer.Complete();
        await following.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Following_ends_when_all_pods_have_finished(bool isNamed)
    {
        var group = new LogGroup(null!, "ns", "", p => [.. p.Containers.Select(c => c.Name)]);
        var following = Start(isNamed ? group with { Pod = "a" } : group with { LabelSelector = "job=x" });
        Report("a", "u1", phase: "Succeeded");

        await following.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("a/app ", await NextAsync());
    }

    [Fact]
    public async Task Following_ends_when_its_only_pod_is_deleted()
    {
        var following = Start(new LogGroup(null!, "ns", "", p => [p.Default.Name]) { Pod = "a" });
        Report("a", "u1");
        await NextAsync();
        Report("a", "u1", WatchEventType.Deleted);

        await following.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_pod_without_the_container_is_one_error_and_a_failed_watch_ends_the_group()
    {
        var following = Start(new LogGroup(null!, "ns", "", p => [p.Container("other").Name]) { LabelSelector = "app=web", EndsWithPods = false });
        Report("a", "u1");
        Report("a", "u1", WatchEventType.Modified);

        Assert.Equal("a/ ContainerNotFound", await NextAsync());
        _events.Writer.Complete(new KubeApiException(FailureKind.Refused, new Status { Code = 403 }));
        Assert.Equal(" Refused", await NextAsync());
        await following.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(_output.Reader.TryRead(out _));
    }

    private Task Start(LogGroup group, Func<Task>? opening = null) =>
        new PodLogFollow(
            group, t => new OneLine(opening), new LogOptions { TailLines = 10 }, null, _observer,
            new ShortDelayClock { LongestDelay = TimeSpan.FromSeconds(9) })
            .RunAsync(_events.Reader.ReadAllAsync(), _output.Writer, default);

    private void Report(string name, string uid, WatchEventType type = WatchEventType.Added, string phase = "Running")
    {
        var isRunning = phase == "Running";
        var pod = new PodState
        {
            Name = name,
            Uid = uid,
            Phase = phase,
            Containers = [SimulatedPod.Container with { LogId = "run", Phase = isRunning ? ContainerPhase.Running : ContainerPhase.Terminated }],
        };
        _events.Writer.TryWrite(new WatchEvent<PodState>(type, new WatchedObject<PodState>(new ObjectKey("ns", name), uid, "1", pod)));
    }

    private async Task<string> NextAsync()
    {
        var batch = await _output.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        return $"{batch.Target} {(batch.Failure as KubeApiException)?.Failure.ToString() ?? batch.Lines[0].Text}";
    }

    // A log of one line, the requested number of last lines; a later request repeats it. The stream of a running pod stays open until it is canceled.
    private sealed class OneLine(Func<Task>? opening) : ILogSource
    {
        public async Task<(Stream Body, DateTimeOffset? Time)> OpenAsync(LogOptions options, CancellationToken cancellationToken)
        {
            await (opening?.Invoke() ?? Task.CompletedTask);
            return (new ScriptedConnection(System.Text.Encoding.UTF8.GetBytes($"2026-11-23T18:50:27.8Z {options.TailLines}\n")), null);
        }
    }
}
