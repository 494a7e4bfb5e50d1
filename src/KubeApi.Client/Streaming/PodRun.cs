using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Streaming;

/// <summary>Runs a command in a new pod, which is always removed at the end. The output is read from the log, which has all of it.</summary>
/// <param name="target">The namespace and the name of the pod, and the name of its container.</param>
/// <param name="image">The image.</param>
/// <param name="command">The command and its arguments; none for the image's own.</param>
/// <param name="timeout">The time limit, from the creation of the pod to the end of the command; null for none.</param>
/// <param name="observers">Receive the events of the log and of the watch of the pod.</param>
/// <param name="clock">Measures times.</param>
public sealed class PodRun(
    CommandTarget target, string image, IReadOnlyList<string> command, TimeSpan? timeout, (ILogObserver Log, IWatchObserver Watch) observers,
    TimeProvider clock)
{
    private static readonly TimeSpan s_longestRemoval = TimeSpan.FromSeconds(30);

    private Exception? _failure;
    private bool _mayExist = true;
    // Of the pod that was created: with it, the deletion can be repeated, and deletes no other pod.
    private string? _uid;

    /// <summary>Sends the input, after the command was started; null for no input.</summary>
    public Func<RemoteCommand, CancellationToken, Task>? SendAsync { get; init; }

    /// <summary>Creates the pod, and reads its output. The last piece has the result.</summary>
    /// <exception cref="KubeApiException">The pod cannot be created or started, or was deleted concurrently; or the time limit has passed.</exception>
    public async IAsyncEnumerable<CommandPiece> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var time = timeout is { } limit ? new CancellationTokenSource(limit, clock) : new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        Task watching = Task.CompletedTask, sending = Task.CompletedTask;
        try
        {
            var created = await WithinTimeAsync(CreateAsync(end.Token), cancellationToken).ConfigureAwait(false);
            var track = new PodTrack(created);
            watching = WatchAsync(track, end.Token);
            await WithinTimeAsync(StartedAsync(track, end.Token), cancellationToken).ConfigureAwait(false);
            sending = SendInputAsync(track, end.Token);
            var log = new LogTarget(target.Client, target.Namespace, target.Pod, target.Container!, target.Owner);
            var batches = new ContainerLog(log, new LogConnection(log), new LogOptions(), null, observers.Log, clock, Random.Shared)
                .FollowAsync(track, end.Token).GetAsyncEnumerator(end.Token);
            await using (batches.ConfigureAwait(false))
            {
                while (await WithinTimeAsync(batches.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
                {
                    yield return new CommandPiece(target, [.. batches.Current.Select(l => l.Text)], false);
                }
            }

            yield return new CommandPiece(target, [], false, ResultOf(track.State));
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await RemoveAsync().ConfigureAwait(false);
            await Task.WhenAll(watching, sending).ConfigureAwait(false);
        }
    }

    private async Task<PodState> CreateAsync(CancellationToken cancellationToken)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = target.Pod, ["labels"] = new JsonObject { ["run"] = target.Pod } },
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = "Never",
                ["containers"] = new JsonArray(new JsonObject
                {
                    ["name"] = target.Container,
                    ["image"] = image,
                    ["command"] = new JsonArray([.. command.Select(c => JsonValue.Create(c))]),
                    ["stdin"] = SendAsync is not null,
                    ["stdinOnce"] = SendAsync is not null,
                }),
            },
        };
        var request = WriteRequests.Create(PodRequests.Pods, target.Namespace, JsonNodes.Write(pod), new WriteOptions());
        try
        {
            var created = PodState.Read(await target.Client.SendForBytesAsync(request, cancellationToken).ConfigureAwait(false));
            _uid = created.Uid.Length > 0 ? created.Uid : null;
            return created;
        }
        catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: < 500 })
        {
            // With another failure, such as 504 (Gateway Timeout), the server may still have created it.
            _mayExist = false;
            throw;
        }
    }

    private Task WatchAsync(PodTrack track, CancellationToken cancellationToken)
    {
        return EndWithPodAsync(track, RunAsync(), cancellationToken);

        async Task RunAsync()
        {
            var states = PodWatch.OfNameAsync(target.Client, target.Namespace, target.Pod, observers.Watch, clock, cancellationToken);
            await foreach (var state in states.ConfigureAwait(false))
            {
                track.Set(state);
            }
        }
    }

    // A caller that waits for the pod must stop when the work has failed.
    private async Task EndWithPodAsync(PodTrack track, Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _failure ??= cancellationToken.IsCancellationRequested ? null : e;
            track.Set(null);
        }
    }

    // Waits until the container runs or has ended.
    private async Task<bool> StartedAsync(PodTrack track, CancellationToken cancellationToken)
    {
        var pod = await track.WaitAsync(p => FaultOf(p) is not null || p.Container(target.Container!).LogId is not null, cancellationToken)
            .ConfigureAwait(false) ?? throw Ended();
        return FaultOf(pod) is { } fault
            ? throw new KubeApiException(FailureKind.CommandFailed, $"The pod '{target.Pod}' with the image '{image}' cannot be started: {fault}")
            : true;
    }

    private string? FaultOf(PodState pod)
    {
        var container = pod.Container(target.Container!);
        return container.StartFault ?? (pod.Phase == "Failed" && container.LogId is null ? pod.Reason : null);
    }

    // Attached without output, which is read from the log.
    private Task SendInputAsync(PodTrack track, CancellationToken cancellationToken)
    {
        return SendAsync is null ? Task.CompletedTask : EndWithPodAsync(track, RunAsync(SendAsync), cancellationToken);

        async Task RunAsync(Func<RemoteCommand, CancellationToken, Task> send)
        {
            var options = new ExecOptions { Container = target.Container, Stdin = true, Stdout = false, Stderr = false };
            var request = PodRequests.Attach(target.Namespace, target.Pod, options);
            using var remote = await RemoteCommand.StartAsync(target.Client, request, endsInput: true, cancellationToken).ConfigureAwait(false);
            try
            {
                await send(remote, cancellationToken).ConfigureAwait(false);
                await foreach (var _ in remote.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                }
            }
            catch (KubeApiException)
            {
                // A command need not read its input to the end. How it ended is known from its pod.
            }
        }
    }

    private CommandResult ResultOf(PodState? pod)
    {
        var container = (pod ?? throw Ended()).Container(target.Container!);
        var status = new Status { Reason = container.Reason, Message = $"{container.Reason}: {container.Message}".TrimEnd(':', ' ') };
        return new CommandResult(PodProblem.IsStartFailure(container.Reason) ? null : container.ExitCode, status);
    }

    private Exception Ended() =>
        _failure ?? new KubeApiException(FailureKind.StreamBroken, $"The pod '{target.Pod}' was deleted before its command ended.");

    private async Task RemoveAsync()
    {
        if (!_mayExist)
        {
            return;
        }

        using var removal = new CancellationTokenSource(s_longestRemoval);
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Uid = _uid };
            var request = WriteRequests.Delete(PodRequests.Pods, target.Namespace, target.Pod, options);
            await target.Client.SendForBytesAsync(request, removal.Token).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: 404 or 409 })
        {
            // It was never created, or is already deleted; another pod may have its name.
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            target.Client.Observer?.Warning($"The pod '{target.Pod}' in namespace '{target.Namespace}' could not be deleted: {e.Message}");
        }
    }

    private async Task<T> WithinTimeAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new KubeApiException(FailureKind.Timeout, $"The command in {target} did not end within {DurationText.Show(timeout.Value)}.", e);
        }
    }
}
