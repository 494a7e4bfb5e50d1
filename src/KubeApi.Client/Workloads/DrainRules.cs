using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>The rules for the pods that a drain evicts, as in kubectl drain. Pure.</summary>
/// <param name="Accepted">The obstacles that the user accepts. Pods of DaemonSets then stay, and all others are evicted.</param>
public sealed record DrainRules(DrainObstacles Accepted)
{
    /// <summary>Decides on one pod.</summary>
    /// <param name="json">The pod.</param>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public DrainDecision Decide(ReadOnlySpan<byte> json)
    {
        var pod = JsonNodes.ParseElement(json);
        var metadata = pod.Child("metadata");
        var isStatic = metadata.Child("annotations").Child("kubernetes.io/config.mirror").ValueKind == JsonValueKind.String;
        var obstacles = isStatic || pod.Child("status").Text("phase") is "Succeeded" or "Failed" ? DrainObstacles.None : ObstaclesOf(pod, metadata);
        var stays = isStatic || (obstacles & Accepted & DrainObstacles.DaemonSet) != 0;
        return new DrainDecision(
            metadata.Text("namespace"), metadata.Text("name"), metadata.Text("uid"), stays, stays ? DrainObstacles.None : obstacles & ~Accepted);
    }

    private static DrainObstacles ObstaclesOf(JsonElement pod, JsonElement metadata) => Controller(metadata) switch
    {
        "DaemonSet" => DrainObstacles.DaemonSet,
        null => DrainObstacles.Unmanaged | DataOf(pod),
        _ => DataOf(pod),
    };

    private static string? Controller(JsonElement metadata)
    {
        foreach (var owner in metadata.Items("ownerReferences"))
        {
            if (owner.Child("controller").ValueKind == JsonValueKind.True)
            {
                return owner.Text("kind");
            }
        }

        return null;
    }

    private static DrainObstacles DataOf(JsonElement pod) =>
        pod.Child("spec").Items("volumes").Any(v => v.Child("emptyDir").ValueKind == JsonValueKind.Object) ? DrainObstacles.EmptyDirData : DrainObstacles.None;
}
