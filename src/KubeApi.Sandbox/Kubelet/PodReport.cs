using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Derives the phase and the conditions of a pod from its container statuses.</summary>
internal static class PodReport
{
    public static void Write(JsonObject pod, string now)
    {
        var status = pod.Child("status");
        var containers = Statuses(pod, "containerStatuses");
        var initial = Statuses(pod, "initContainerStatuses");
        var policy = pod.StringAt("spec.restartPolicy");
        status["observedGeneration"] = pod.IntegerAt("metadata.generation");
        var isInitialized = initial.TrueForAll(container => Exit(container) == 0 || (IsSidecar(pod, container) && container.At("state.running") is not null));
        var isFailed = initial.Exists(container => Exit(container) is > 0 && policy == "Never" && !IsSidecar(pod, container));
        var ended = containers.Where(container => Exit(container) is not null).ToList();
        var isOver = isFailed || (ended.Count == containers.Count && (policy == "Never" || pod.At("metadata.deletionTimestamp") is not null
            || (policy == "OnFailure" && ended.TrueForAll(container => Exit(container) == 0))));
        status["phase"] = isOver ? !isFailed && ended.TrueForAll(container => Exit(container) == 0) ? "Succeeded" : "Failed"
            : containers.Exists(container => container.At("state.running") is not null || container.At("lastState.terminated") is not null) || ended.Count > 0
            ? "Running"
            : "Pending";
        var unready = containers.Where(container => !container.IsTrueAt("ready")).Select(container => container.StringAt("name")).ToList();
        var (reason, message) = status.StringAt("phase") switch
        {
            "Succeeded" => ("PodCompleted", ""),
            "Failed" => ("PodFailed", ""),
            _ => ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
        };
        var incomplete = initial.Where(container => Exit(container) != 0).Select(container => container.StringAt("name"));
        var conditions = new JsonArray();
        Add("PodReadyToStartContainers", !isOver && status.StringAt("podIP") is { Length: > 0 }, "", "");
        Add("Initialized", isInitialized, isInitialized ? reason is "PodCompleted" ? reason : ""
            : "ContainersNotInitialized", isInitialized ? "" : $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
        Add("Ready", unready.Count == 0 && isInitialized, reason, message);
        Add("ContainersReady", unready.Count == 0 && isInitialized, reason, message);
        foreach (var other in pod.ObjectsAt("status.conditions").Where(
            known => known.StringAt("type") is not ("PodReadyToStartContainers" or "Initialized" or "Ready" or "ContainersReady")))
        {
            conditions.Add(other.DeepClone());
        }

        status["conditions"] = conditions;

        void Add(string type, bool isTrue, string why, string text)
        {
            var (known, state) = (Conditions.Find(pod, type), isTrue ? "True" : "False");
            conditions.Add((JsonNode)new JsonObject
            {
                ["type"] = type,
                ["observedGeneration"] = pod.IntegerAt("metadata.generation"),
                ["status"] = state,
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = known?.StringAt("status") == state ? known.StringAt("lastTransitionTime") : now,
                ["reason"] = isTrue && type != "Initialized" ? "" : why,
                ["message"] = isTrue ? "" : text,
            });
        }
    }

    /// <summary>The status of an evicted pod.</summary>
    public static void Evict(JsonObject pod, string now)
    {
        var status = pod.Child("status");
        var names = Statuses(pod, "containerStatuses").Select(container => container.StringAt("name"));
        status["phase"] = "Failed";
        status["reason"] = "Evicted";
        status["message"] = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 48Mi. "
            + string.Concat(names.Select(name => $"Container {name} was using 64Mi, request is 0, has larger consumption of memory. "));
        status.Remove("containerStatuses");
        Conditions.Set(pod, now, "DisruptionTarget", "True", "TerminationByKubelet", status.StringAt("message")!, pod.IntegerAt("metadata.generation"));
        foreach (var type in (string[])["Ready", "ContainersReady"])
        {
            Conditions.Set(pod, now, type, "False", "PodFailed", "", pod.IntegerAt("metadata.generation"));
        }
    }

    public static List<JsonObject> Statuses(JsonObject pod, string list) => [.. pod.ObjectsAt("status." + list)];

    /// <summary>The exit code of a terminated container.</summary>
    public static long? Exit(JsonObject container) => container.IntegerAt("state.terminated.exitCode");

    /// <summary>Whether it is an init container that keeps running.</summary>
    public static bool IsSidecar(JsonObject pod, JsonObject container) => pod.ObjectsAt("spec.initContainers")
        .Any(spec => spec.StringAt("name") == container.StringAt("name") && spec.StringAt("restartPolicy") == "Always");
}
