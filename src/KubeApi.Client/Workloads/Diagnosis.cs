namespace KubeApi.Client.Workloads;

/// <summary>The server's reasons why an object is unhealthy. Each list may be empty; strings have one line except for the log.</summary>
/// <param name="Conditions">Conditions that are not as they should be: <c>Available is False: MinimumReplicasUnavailable: …</c>.</param>
/// <param name="Pods">The reasons why its pods are not ready: <c>web-abc: app: ImagePullBackOff: …</c>.</param>
/// <param name="LogOf">The container whose log <paramref name="Log"/> is: <c>web-abc: app</c>; empty for none.</param>
/// <param name="Log">The last lines of a container that has crashed.</param>
/// <param name="Events">The newest warning events; if nothing else is known, the last event about the object.</param>
public sealed record Diagnosis(
    IReadOnlyList<string> Conditions, IReadOnlyList<string> Pods, string LogOf, IReadOnlyList<string> Log, IReadOnlyList<ObjectEvent> Events)
{
    /// <summary>The problem of a pod that is the most likely cause: that of the first crashed container, otherwise the first one; null for none.</summary>
    public PodProblem? Cause { get; init; }

    /// <summary>Nothing is known.</summary>
    public static Diagnosis None { get; } = new([], [], "", [], []);
}
