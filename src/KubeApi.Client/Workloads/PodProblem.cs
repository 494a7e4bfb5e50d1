using System.Text.Json;
using KubeApi.Client.Json;
using static KubeApi.Client.Workloads.StatusFields;

namespace KubeApi.Client.Workloads;

/// <summary>A reason why a pod is not ready.</summary>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container; empty if it is the pod as a whole.</param>
/// <param name="Text">The reason, and its message: <c>ImagePullBackOff: Back-off pulling image "web:2"</c>.</param>
/// <param name="HasCrashed">Whether the container failed, so its log may have details.</param>
/// <param name="IsRunning">Whether it runs again, so the relevant log is that of its previous run.</param>
public sealed record PodProblem(string Pod, string Container, string Text, bool HasCrashed = false, bool IsRunning = false)
{
    /// <summary>The reason alone: <c>ImagePullBackOff</c>, <c>Unschedulable</c>, <c>StartError</c>; empty for a container that runs.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The reasons of a pod that is not ready; none for one that is ready, has completed, or is being deleted. Pure.</summary>
    /// <param name="pod">The whole pod.</param>
    public static IReadOnlyList<PodProblem> Of(JsonElement pod)
    {
        var (status, name) = (pod.Child("status"), pod.Child("metadata").Text("name"));
        var conditions = Condition.AllOf(pod);
        if (status.Text("phase") == "Succeeded" || pod.Child("metadata").Text("deletionTimestamp").Length > 0 || Find(conditions, "Ready") is { IsTrue: true })
        {
            return [];
        }

        var containers = status.Items("initContainerStatuses").Concat(status.Items("containerStatuses"));
        List<PodProblem> found = [.. containers.Select(c => OfContainer(name, c)).OfType<PodProblem>()];
        if (status.Text("phase") == "Failed" && status.Text("reason").Length > 0)
        {
            found.Insert(0, new PodProblem(name, "", Join(status.Text("reason"), status.Text("message"))) { Reason = status.Text("reason") });
        }

        if (Find(conditions, "PodScheduled") is { IsFalse: true } scheduled)
        {
            found.Insert(0, new PodProblem(name, "", Or(scheduled.Message, scheduled.Reason)) { Reason = scheduled.Reason });
        }

        if (found.Count == 0)
        {
            // A readiness gate, for example.
            found.AddRange(conditions.Where(c => c.IsFalse && c.Message.Length > 0).Take(1)
                .Select(c => new PodProblem(name, "", Join(c.Reason, c.Message)) { Reason = c.Reason }));
        }

        return found.Count > 0 ? found : [new PodProblem(name, "", $"phase {Or(status.Text("phase"), "unknown")}")];
    }

    /// <summary>Whether a container with this reason has ended because its command could not be started, so it has no output.</summary>
    internal static bool IsStartFailure(string reason) => reason is "StartError" or "ContainerCannotRun";

    private static PodProblem? OfContainer(string pod, JsonElement container)
    {
        var (name, state) = (container.Text("name"), container.Child("state"));
        var ended = state.Child("terminated") is { ValueKind: JsonValueKind.Object } now ? now : container.Child("lastState").Child("terminated");
        // The runtime did not find the program, for example, so there is no log.
        var hasNotStarted = IsStartFailure(ended.Text("reason"));
        var hasCrashed = !hasNotStarted && ended.ValueKind == JsonValueKind.Object && ended.Number("exitCode") != 0;
        var restarts = container.Number("restartCount") is > 0 and var count ? $", restarted {count} time{(count == 1 ? "" : "s")}" : "";
        var exit = hasNotStarted ? Or(ended.Text("message"), ended.Text("reason")) + restarts
            : hasCrashed ? $"exit code {ended.Number("exitCode")} ({Or(ended.Text("reason"), "Error")}){restarts}" : "";
        if (state.Child("waiting") is { ValueKind: JsonValueKind.Object } waiting)
        {
            // An ordinary start; the containers after it wait for those that do not get on.
            return waiting.Text("reason") is "PodInitializing" or "" ? null
                : new PodProblem(pod, name, Join(waiting.Text("reason"), Or(exit, waiting.Text("message"))), hasCrashed)
                {
                    Reason = hasNotStarted ? ended.Text("reason") : waiting.Text("reason"),
                };
        }

        if (state.Child("terminated").ValueKind == JsonValueKind.Object)
        {
            var text = hasNotStarted ? exit : Join(exit, ended.Text("message"));
            return exit.Length > 0 ? new PodProblem(pod, name, text, hasCrashed) { Reason = ended.Text("reason") } : null;
        }

        return container.Child("ready").ValueKind != JsonValueKind.False ? null
            : new PodProblem(pod, name, hasCrashed ? $"not ready; last {exit}" : $"running, and not ready{restarts}", hasCrashed, IsRunning: true);
    }

    private static string Join(string reason, string message) =>
        reason.Length == 0 || message.StartsWith(reason, StringComparison.Ordinal) ? message : message.Length == 0 ? reason : $"{reason}: {message}";
}
