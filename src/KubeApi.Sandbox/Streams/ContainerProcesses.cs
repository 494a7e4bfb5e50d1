using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// Runs the processes of containers. Each is handled by a test, scripted by an annotation, or one of the built-in commands; nothing of the host is run.
/// </summary>
internal sealed class ContainerProcesses(SandboxClock clock, ContainerRuntime containers, PodVolumes volumes) : IDisposable
{
    private readonly ConditionalWeakTable<ContainerRun, ContainerState> _states = [];
    private readonly CancellationTokenSource _shutdown = new();
    private ImmutableList<Func<ContainerProcess, Task<int>?>> _handlers = [];

    /// <summary>Adds a handler, which takes precedence over the earlier ones; it returns null for processes that it does not handle.</summary>
    public void Handle(Func<ContainerProcess, Task<int>?> handler) => ImmutableInterlocked.Update(ref _handlers, handlers => handlers.Insert(0, handler));

    /// <summary>The start of a container that has a log, running or ended.</summary>
    /// <exception cref="StatusException">It has not started, or there was none before it.</exception>
    public ContainerRun Started(JsonObject pod, string container, bool isPrevious = false)
    {
        if (Find(pod, container, isPrevious) is { } run)
        {
            return run;
        }

        var (name, reason) = (pod.StringAt("metadata.name"), PodContainers.Status(pod, container)?.StringAt("state.waiting.reason"));
        throw ApiErrors.BadRequest(isPrevious
            ? $"previous terminated container \"{container}\" in pod \"{name}\" not found"
            : $"container \"{container}\" in pod \"{name}\" is waiting to start: " + reason switch
            {
                null => "ContainerCreating",
                "ErrImagePull" => "image can't be pulled",
                "ImagePullBackOff" => "trying and failing to pull image",
                _ => reason,
            });
    }

    /// <summary>The same, or null.</summary>
    public ContainerRun? Find(JsonObject pod, string container, bool isPrevious = false)
    {
        var run = containers.Find(pod, container, isPrevious);
        if (run is null && !isPrevious && PodContainers.Spec(pod, container) is { } spec && PodContainers.Status(pod, container) is null
            && pod.StringAt("status.phase") is null or "Pending" or "Running")
        {
            // A container without a status, such as an ephemeral one, counts as running.
            run = containers.Start(pod, spec, clock.GetUtcNow());
        }

        if (run is not null)
        {
            _ = StateOf(run);
        }

        return run;
    }

    /// <summary>The files and the standard input of a container. A container that was not started by the kubelet begins its log here.</summary>
    public ContainerState StateOf(ContainerRun run)
    {
        lock (run)
        {
            if (!_states.TryGetValue(run, out var state))
            {
                _states.Add(run, state = new ContainerState(volumes, run, _shutdown.Token));
                Begin(run, state);
            }

            return state;
        }
    }

    /// <summary>Starts a process; null if its program is unknown.</summary>
    public Task<int>? TryRun(ContainerProcess process, ContainerRun run)
    {
        foreach (var handler in _handlers)
        {
            if (handler(process) is { } handled)
            {
                return handled;
            }
        }

        return ContainerScript.Of(run).Response(process.Command) is { } response
            ? process.RespondAsync(response.Output, response.Error, response.ExitCode)
            : new BuiltInCommands(process, StateOf(run), clock).TryRun(process.Command);
    }

    /// <inheritdoc cref="ContainerRuntime.Kill"/>
    public bool Kill(JsonObject pod, string? container, int code) => containers.Kill(pod, container, code);

    /// <summary>Ends all processes: the server stops.</summary>
    public void Dispose()
    {
        _shutdown.Cancel();
        _shutdown.Dispose();
    }

    private void Begin(ContainerRun run, ContainerState state)
    {
        try
        {
            var script = ContainerScript.Of(run);
            if (script.Log is { Length: > 0 } log)
            {
                run.Log.Write(run.Started, log.TrimEnd('\n'));
            }

            state.Exit = script.Exit is { } code ? ContainerExit.Of(code) : null;
            IReadOnlyList<string> command = [.. run.Spec["command"].Texts(), .. run.Spec["args"].Texts()];
            if (script is { Exit: null, Log: null } && command.Count > 0 && TryRun(MainProcess(run, state, command), run) is { } running)
            {
                state.Exit = running.IsCompletedSuccessfully ? ContainerExit.Of(running.Result) : null;
                _ = running.IsCompletedSuccessfully ? Task.CompletedTask : ReportAsync(run, running);
            }
        }
        catch (FormatException exception)
        {
            run.Log.Write(run.Started, exception.Message, isError: true);
            state.Exit = ContainerExit.Of(1);
        }
    }

    private ContainerProcess MainProcess(ContainerRun run, ContainerState state, IReadOnlyList<string> command) => new()
    {
        Namespace = run.Pod.StringAt("metadata.namespace") ?? "",
        Pod = run.Pod.StringAt("metadata.name") ?? "",
        Container = run.Name,
        Command = command,
        HasTerminal = run.Spec["tty"]?.GetValue<bool>() == true,
        Input = state.Input,
        Output = LogStream(run, isError: false),
        Error = LogStream(run, isError: true),
        Sizes = Channel.CreateUnbounded<(int, int)>(),
        Ended = state.Ended,
    };

    private SinkStream LogStream(ContainerRun run, bool isError) => new((bytes, _) =>
    {
        run.Log.Write(clock.GetUtcNow(), bytes, isError);
        return ValueTask.CompletedTask;
    });

    private async Task ReportAsync(ContainerRun run, Task<int> running)
    {
        try
        {
            containers.Exit(run, await running);
        }
        catch (OperationCanceledException)
        {
            // The container was stopped.
        }
    }
}
