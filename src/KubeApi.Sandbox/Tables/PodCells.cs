using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>The cells for the state of a pod, computed from its phase, conditions and containers as in the real server.</summary>
internal sealed class PodCells
{
    private readonly CellContext _context;
    private readonly JsonObject _pod;
    private readonly HashSet<string> _sidecars;
    private string _reason;
    private long _readyContainers;
    private long _restarts;
    private DateTimeOffset? _lastRestart;

    private PodCells(CellContext context)
    {
        _context = context;
        _pod = context.Value;
        _sidecars = [.. CellFunctions.Objects(_pod.At("spec.initContainers"))
            .Where(container => container.StringAt("restartPolicy") == "Always").Select(container => container.StringAt("name") ?? "")];
        _reason = Condition("PodScheduled")?.StringAt("reason") == "SchedulingGated"
            ? "SchedulingGated"
            : _pod.StringAt("status.reason") is { Length: > 0 } reason ? reason : Phase;
        var isInitializing = ReadInitContainers();
        if (!isInitializing || Condition("Initialized")?.StringAt("status") == "True")
        {
            ReadContainers();
        }
    }

    /// <summary>`1/2`: ready containers of all, including sidecars.</summary>
    public string Ready =>
        string.Create(CultureInfo.InvariantCulture, $"{_readyContainers}/{CellFunctions.Objects(_pod.At("spec.containers")).Count() + _sidecars.Count}");

    public string Status
    {
        get
        {
            if (_pod.At("metadata.deletionTimestamp") is null)
            {
                return _reason;
            }

            return _pod.StringAt("status.reason") == "NodeLost" ? "Unknown" : Phase is "Succeeded" or "Failed" ? _reason : "Terminating";
        }
    }

    /// <summary>`2 (5m ago)`: the number and the time of the last restart.</summary>
    public string Restarts
    {
        get
        {
            var count = _restarts.ToString(CultureInfo.InvariantCulture);
            return _restarts != 0 && _lastRestart is { } last ? $"{count} ({HumanDuration.Of(_context.Now - last)} ago)" : count;
        }
    }

    private string Phase => _pod.StringAt("status.phase") ?? "";

    public static PodCells Read(CellContext context) => new(context);

    /// <summary>`1/2`: readiness gates that are true; null if the pod has none.</summary>
    public static string? Gates(JsonObject pod)
    {
        var gates = CellFunctions.Objects(pod.At("spec.readinessGates")).ToList();
        var open = gates.Count(
            gate => CellFunctions.Where(pod.At("status.conditions"), "type", gate.StringAt("conditionType") ?? "")?.StringAt("status") == "True");
        return gates.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{open}/{gates.Count}");
    }

    /// <summary>The row's conditions of a completed pod.</summary>
    public static JsonArray? Conditions(JsonObject pod) => pod.StringAt("status.phase") switch
    {
        "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
        "Failed" => Completed("Failed", "The pod failed."),
        _ => null,
    };

    private static JsonArray Completed(string reason, string message) =>
        [new JsonObject { ["type"] = "Completed", ["status"] = "True", ["reason"] = reason, ["message"] = message }];

    private JsonObject? Condition(string type) => CellFunctions.Where(_pod.At("status.conditions"), "type", type);

    // Reads up to the first incomplete init container; true if there is one.
    private bool ReadInitContainers()
    {
        var (restarts, lastRestart) = (0L, (DateTimeOffset?)null);
        var isInitializing = false;
        var statuses = CellFunctions.Objects(_pod.At("status.initContainerStatuses")).ToList();
        for (var index = 0; index < statuses.Count && !isInitializing; index++)
        {
            var status = statuses[index];
            var isSidecar = _sidecars.Contains(status.StringAt("name") ?? "");
            restarts += CellFunctions.Number(status["restartCount"]);
            lastRestart = Later(lastRestart, status);
            if (isSidecar)
            {
                _restarts += CellFunctions.Number(status["restartCount"]);
                _lastRestart = Later(_lastRestart, status);
            }

            if (status.At("state.terminated") is JsonObject ended && CellFunctions.Number(ended["exitCode"]) == 0)
            {
                continue;
            }

            if (isSidecar && CellFunctions.Text(status["started"]) == "true")
            {
                _readyContainers += CellFunctions.Text(status["ready"]) == "true" ? 1 : 0;
                continue;
            }

            isInitializing = true;
            var all = CellFunctions.Objects(_pod.At("spec.initContainers")).Count();
            _reason = "Init:" + (Ending(status) ?? status.StringAt("state.waiting.reason") switch
            {
                null or "" or "PodInitializing" => string.Create(CultureInfo.InvariantCulture, $"{index}/{all}"),
                var waiting => waiting,
            });
        }

        if (isInitializing && Condition("Initialized")?.StringAt("status") != "True")
        {
            (_restarts, _lastRestart) = (restarts, lastRestart);
        }

        return isInitializing;
    }

    // From the last container to the first, so the reason of the first one wins.
    private void ReadContainers()
    {
        var isRunning = false;
        foreach (var status in CellFunctions.Objects(_pod.At("status.containerStatuses")).Reverse())
        {
            _restarts += CellFunctions.Number(status["restartCount"]);
            _lastRestart = Later(_lastRestart, status);
            if (status.StringAt("state.waiting.reason") is { Length: > 0 } waiting)
            {
                _reason = waiting;
            }
            else if (Ending(status) is { } ending)
            {
                _reason = ending;
            }
            else if (CellFunctions.Text(status["ready"]) == "true" && status.At("state.running") is not null)
            {
                isRunning = true;
                _readyContainers++;
            }
        }

        if (_reason == "Completed" && isRunning)
        {
            _reason = Condition("Ready")?.StringAt("status") == "True" ? "Running" : "NotReady";
        }
    }

    private static string? Ending(JsonObject status)
    {
        if (status.At("state.terminated") is not JsonObject ended)
        {
            return null;
        }

        return ended.StringAt("reason") is { Length: > 0 } reason ? reason
            : CellFunctions.Number(ended["signal"]) is not 0 and var signal ? string.Create(CultureInfo.InvariantCulture, $"Signal:{signal}")
            : string.Create(CultureInfo.InvariantCulture, $"ExitCode:{CellFunctions.Number(ended["exitCode"])}");
    }

    private static DateTimeOffset? Later(DateTimeOffset? known, JsonObject status) =>
        CellFunctions.Time(status.At("lastState.terminated.finishedAt")) is { } ended && (known is null || ended > known) ? ended : known;
}
