using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Workloads;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>The state machine of a container: pulled, started, ready, terminated, restarted.</summary>
internal sealed class ContainerSteps(ControllerServices services, ContainerRuntime containers, ContainerProcesses processes, TimeSpan pace)
{
    private const string Ephemeral = "ephemeralContainers";
    private const int FirstBackOff = 10;
    private const int LongestBackOff = 300;

    private static readonly (string Specs, string Statuses)[] s_lists = [("initContainers", "initContainerStatuses"), ("containers", "containerStatuses")];
    private static readonly TimeSpan s_longLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_untilEviction = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ServiceWriter> _writers = new(StringComparer.Ordinal);
    private readonly ImagePulls _pulls = new(services.Store, services.Catalog, services.Clock);
    private readonly HashSet<string> _ending = new(StringComparer.Ordinal);

    private DateTimeOffset Now => services.Clock.GetUtcNow();

    /// <summary>Records an event as the kubelet of the pod's node.</summary>
    public void RecordEvent(JsonObject pod, string type, string reason, string message, string? container = null)
    {
        var node = pod.StringAt("spec.nodeName")!;
        if (!_writers.TryGetValue(node, out var writer))
        {
            _writers[node] = writer = new ServiceWriter(services, "kubelet", "kubelet", node);
        }

        writer.RecordEvent(pod, type, reason, message, container is null ? null : $"spec.containers{{{container}}}");
    }

    /// <summary>Sets the initial status of all containers.</summary>
    public static void Begin(JsonObject pod)
    {
        var reason = Specs(pod, s_lists[0].Specs).Count > 0 ? "PodInitializing" : "ContainerCreating";
        foreach (var (specs, statuses) in s_lists.Where(list => Specs(pod, list.Specs).Count > 0))
        {
            pod.Child("status")[statuses] = new JsonArray([.. Specs(pod, specs).Select(spec => ContainerStatus.Wait([], spec, reason))]);
        }
    }

    public static bool HasStarted(JsonObject pod) => s_lists.SelectMany(list => PodReport.Statuses(pod, list.Statuses)).Any(
        status => status.At("state.waiting") is not { } waiting || waiting["reason"]?.ToString() is not ("ContainerCreating" or "PodInitializing"));

    /// <summary>Advances each container as far as possible now. Returns when to continue; null for never.</summary>
    public DateTimeOffset? Run(JsonObject pod)
    {
        DateTimeOffset? next = null;
        foreach (var (spec, status) in Pairs(pod, "initContainers", "initContainerStatuses"))
        {
            Step(pod, spec, status, ref next);
            if (PodReport.IsSidecar(pod, status) ? status.At("state.running") is null : PodReport.Exit(status) != 0)
            {
                return next;
            }
        }

        foreach (var (spec, status) in Pairs(pod, "containers", "containerStatuses"))
        {
            Step(pod, spec, status, ref next);
        }

        foreach (var spec in Specs(pod, Ephemeral))
        {
            Step(pod, spec, EphemeralStatus(pod, spec), ref next);
        }

        return next;
    }

    /// <summary>When the pod is evicted; null for never.</summary>
    public DateTimeOffset? EvictedAt(JsonObject pod) => Pairs(pod, "containers", "containerStatuses")
        .Where(pair => pair.Status.At("state.running") is not null && ContainerPlan.Of(pod, pair.Spec).IsEvicted)
        .Select(pair => containers.Find(pod, pair.Spec.StringAt("name")!)?.Started + s_untilEviction).FirstOrDefault();

    public bool IsEnding(string uid) => _ending.Contains(uid);

    /// <summary>Starts the termination of a pod.</summary>
    public void Kill(JsonObject pod)
    {
        _ending.Add(pod.StringAt("metadata.uid")!);
        foreach (var status in PodReport.Statuses(pod, "containerStatuses").Where(status => status.At("state.running") is not null))
        {
            RecordEvent(pod, "Normal", "Killing", $"Stopping container {status.StringAt("name")}", status.StringAt("name"));
        }
    }

    /// <summary>Completes the termination: every container exits.</summary>
    public void End(JsonObject pod)
    {
        _ending.Remove(pod.StringAt("metadata.uid")!);
        foreach (var (spec, status) in s_lists.SelectMany(list => Pairs(pod, list.Specs, list.Statuses)).Where(pair => PodReport.Exit(pair.Status) is null))
        {
            var run = containers.Find(pod, spec.StringAt("name")!);
            ContainerStatus.Terminate(
                status, run, Now, run is null || status.At("state.running") is null ? new ContainerExit(137, "ContainerStatusUnknown") : ContainerExit.Of(0));
        }
    }

    /// <summary>Forgets a deleted pod.</summary>
    public void Forget(string uid)
    {
        _ending.Remove(uid);
        _pulls.Forget(uid);
    }

    private void Step(JsonObject pod, JsonObject spec, JsonObject status, ref DateTimeOffset? next)
    {
        var name = spec.StringAt("name")!;
        if (status.At("state.waiting") is JsonObject waiting)
        {
            if (Due(pod, status, waiting) is { } due && due > Now)
            {
                SetEarlier(ref next, due);
                return;
            }

            if (_pulls.Fails(pod, spec, status, (type, reason, message) => RecordEvent(pod, type, reason, message, name)))
            {
                SetEarlier(ref next, _pulls.NextAttempt(pod, name)!.Value);
                return;
            }

            if (waiting.StringAt("reason") == "CrashLoopBackOff")
            {
                status["restartCount"] = status.IntegerAt("restartCount") + 1;
            }

            Start(pod, spec, status);
        }

        if (status.At("state.running") is not null && containers.Find(pod, name) is { } run)
        {
            if (run.Plan is { } plan && run.Started + plan.After <= Now)
            {
                ContainerStatus.Terminate(status, run, Now, plan);
            }
            else
            {
                Ready(pod, spec, status, run, ref next);
                if (run.Plan is { } later)
                {
                    SetEarlier(ref next, run.Started + later.After);
                }
            }
        }

        if (PodReport.Exit(status) is { } code && Restarts(pod, spec, status, code))
        {
            Restart(pod, spec, status, ref next);
        }
    }

    // The time of the next attempt follows from the status, so a saved state continues.
    private DateTimeOffset? Due(JsonObject pod, JsonObject status, JsonObject waiting) => waiting.StringAt("reason") switch
    {
        "CrashLoopBackOff" => status.TimeAt("lastState.terminated.finishedAt") + BackOff(status),
        _ => _pulls.NextAttempt(pod, status.StringAt("name")!),
    };

    private void Start(JsonObject pod, JsonObject spec, JsonObject status)
    {
        var name = spec.StringAt("name")!;
        var run = containers.Start((JsonObject)pod.DeepClone(), (JsonObject)spec.DeepClone(), Now);
        run.Plan = ContainerPlan.Of(pod, spec).Exit(pod, spec, processes.StateOf(run).Exit, pace);
        RecordEvent(pod, "Normal", "Created", "Container created", name);
        RecordEvent(pod, "Normal", "Started", "Container started", name);
        if (spec["readinessProbe"] is not null && ContainerPlan.Of(pod, spec).IsNeverReady)
        {
            RecordEvent(pod, "Warning", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", name);
        }

        status["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = SandboxClock.Timestamp(run.Started) } };
        (status["containerID"], status["imageID"], status["started"]) = (run.Id, ImagePulls.IdOf(spec.StringAt("image") ?? ""), true);
        status["user"] = new JsonObject { ["linux"] = new JsonObject { ["uid"] = 0, ["gid"] = 0, ["supplementalGroups"] = new JsonArray(0) } };
    }

    private void Ready(JsonObject pod, JsonObject spec, JsonObject status, ContainerRun run, ref DateTimeOffset? next)
    {
        var at = run.Started + (spec["readinessProbe"] is null ? TimeSpan.Zero : pace);
        var isNever = ContainerPlan.Of(pod, spec).IsNeverReady;
        status["ready"] = !isNever && at <= Now;
        if (!isNever && at > Now)
        {
            SetEarlier(ref next, at);
        }
    }

    // An ephemeral container is added to a pod that runs, so it has no status at first.
    private static JsonObject EphemeralStatus(JsonObject pod, JsonObject spec)
    {
        const string list = "ephemeralContainerStatuses";
        if (PodReport.Statuses(pod, list).Find(known => known.StringAt("name") == spec.StringAt("name")) is { } found)
        {
            return found;
        }

        var status = ContainerStatus.Wait(new JsonObject(), spec, "ContainerCreating");
        pod.Child("status")[list] ??= new JsonArray();
        ((JsonArray)pod["status"]![list]!).Add((JsonNode)status);
        return status;
    }

    private static bool Restarts(JsonObject pod, JsonObject spec, JsonObject status, long code)
    {
        // A completed init container does not restart, an ephemeral one never does.
        var isInitial = Specs(pod, "initContainers").Contains(spec);
        return !Specs(pod, Ephemeral).Contains(spec) && (PodReport.IsSidecar(pod, status) || pod.StringAt("spec.restartPolicy") switch
        {
            "Never" => false,
            "Always" when !isInitial => true,
            _ => code != 0,
        });
    }

    // At once after the first exit or ten minutes of running; else after a back-off that doubles.
    private void Restart(JsonObject pod, JsonObject spec, JsonObject status, ref DateTimeOffset? next)
    {
        var ended = status.TimeAt("state.terminated.finishedAt") ?? default;
        status["lastState"] = status["state"]!.DeepClone();
        if (status.IntegerAt("restartCount") is > 0 && ended - (status.TimeAt("state.terminated.startedAt") ?? default) < s_longLife)
        {
            var (name, pause) = (spec.StringAt("name")!, BackOff(status));
            var title = $"{pod.StringAt("metadata.name")}_{pod.StringAt("metadata.namespace")}({pod.StringAt("metadata.uid")})";
            ContainerStatus.Wait(status, spec, "CrashLoopBackOff", $"back-off {GoDuration(pause)} restarting failed container={name} pod={title}");
            RecordEvent(pod, "Warning", "BackOff", $"Back-off restarting failed container {name} in pod {title}", name);
            SetEarlier(ref next, ended + pause);
            return;
        }

        status["restartCount"] = (status.IntegerAt("restartCount") ?? 0) + 1;
        ContainerStatus.Wait(status, spec, "ContainerCreating");
        Step(pod, spec, status, ref next);
    }

    private static TimeSpan BackOff(JsonObject status) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackOff, FirstBackOff * Math.Pow(2, Math.Min(10, (status.IntegerAt("restartCount") ?? 1) - 1))));

    private static string GoDuration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s");

    private static void SetEarlier(ref DateTimeOffset? next, DateTimeOffset time) => next = next is null || time < next ? time : next;

    private static List<JsonObject> Specs(JsonObject pod, string list) => [.. pod.ObjectsAt("spec." + list)];

    private static IEnumerable<(JsonObject Spec, JsonObject Status)> Pairs(JsonObject pod, string list, string statuses) =>
        Specs(pod, list).Join(
            PodReport.Statuses(pod, statuses), spec => spec.StringAt("name"), status => status.StringAt("name"), (spec, status) => (spec, status));
}
