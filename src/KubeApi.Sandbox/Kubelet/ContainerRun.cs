using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>One start of a container: from its first to its last moment. The next start of the same container is another one.</summary>
/// <param name="pod">The pod as it was at the start.</param>
/// <param name="spec">The container, as in the pod's spec.</param>
internal sealed class ContainerRun(JsonObject pod, JsonObject spec, DateTimeOffset started)
{
    private readonly TaskCompletionSource<ContainerExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JsonObject Pod => pod;

    public JsonObject Spec => spec;

    public string Name { get; } = spec["name"]!.GetValue<string>();

    /// <summary>`containerd://` and 64 hexadecimal digits.</summary>
    public string Id { get; init; } = "containerd://" + RandomNumberGenerator.GetHexString(64, lowercase: true);

    public DateTimeOffset Started => started;

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? Finished { get; private set; }

    /// <summary>How and when it will end; null if it runs until something stops it.</summary>
    public ContainerExit? Plan { get; set; }

    public ContainerLog Log { get; } = new();

    /// <summary>Completes when it ends. A follower of the log or an attached client ends with it.</summary>
    public Task<ContainerExit> Ended => _ended.Task;

    /// <summary>For the runtime alone; ends once.</summary>
    public void End(ContainerExit exit, DateTimeOffset now)
    {
        Finished ??= now;
        _ended.TrySetResult(exit);
    }
}
