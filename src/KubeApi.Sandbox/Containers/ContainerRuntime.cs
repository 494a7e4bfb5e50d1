using System.Collections.Concurrent;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Containers;

/// <summary>
/// The containers of all nodes: the running ones, their output, and previous runs. The kubelet starts, ends and forgets them; the streams (log, exec …)
/// find them here. Thread safe.
/// </summary>
internal sealed class ContainerRuntime
{
    // By the uid of the pod, then by the name of the container.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, (ContainerRun Current, ContainerRun? Previous)>> _runs = [];

    /// <summary>Called, on any thread, when a main process ends by itself after <see cref="Exit"/>: the kubelet.</summary>
    public Action<ContainerRun, ContainerExit>? Exited { get; set; }

    /// <summary>
    /// The current start of a container, running or ended, or the one before it; null if there is none. A container that runs by its pod's status, and
    /// was not started here (a saved state, a status that a test has written), is found too.
    /// </summary>
    /// <param name="pod">The current pod.</param>
    public ContainerRun? Find(JsonObject pod, string container, bool isPrevious = false)
    {
        if (!Of(pod).TryGetValue(container, out var known) && Running(pod, container) is { } found)
        {
            known = Of(pod).GetOrAdd(container, (found, null));
        }

        return isPrevious ? known.Previous : known.Current;
    }

    /// <summary>A container that starts, or starts again.</summary>
    public ContainerRun Start(JsonObject pod, JsonObject spec, DateTimeOffset now)
    {
        var run = new ContainerRun(pod, spec, now);
        Of(pod).AddOrUpdate(run.Name, _ => (run, null), (_, known) => (run, known.Current));
        return run;
    }

    /// <summary>The main process ends by itself, as when its standard input has ended. The kubelet reports it and restarts it by policy.</summary>
    public void Exit(ContainerRun run, int code) => Exited?.Invoke(run, ContainerExit.Of(code));

    /// <summary>Ends the running containers of a pod, or one of them, with an exit code. Returns false if none was running.</summary>
    public bool Kill(JsonObject pod, string? container, int code)
    {
        var running = pod.ObjectsAt("spec.containers").Select(spec => spec.StringAt("name")!)
            .Where(name => container is null || name == container)
            .Select(name => Find(pod, name)).OfType<ContainerRun>().Where(run => run.Finished is null).ToList();
        running.ForEach(run => Exit(run, code));
        return running.Count > 0;
    }

    /// <summary>Forgets the containers of a deleted pod.</summary>
    public void Forget(string uid, DateTimeOffset now)
    {
        if (_runs.TryRemove(uid, out var containers))
        {
            foreach (var (run, _) in containers.Values)
            {
                run.End(new ContainerExit(137, "Error"), now);
            }
        }
    }

    private ConcurrentDictionary<string, (ContainerRun Current, ContainerRun? Previous)> Of(JsonObject pod) =>
        _runs.GetOrAdd(pod.StringAt("metadata.uid") ?? "", _ => []);

    private static ContainerRun? Running(JsonObject pod, string container)
    {
        var status = PodContainers.Status(pod, container);
        return PodContainers.Spec(pod, container) is { } spec && status?.TimeAt("state.running.startedAt") is { } started
            ? new ContainerRun(pod, spec, started) { Id = status.StringAt("containerID") ?? "" }
            : null;
    }
}
