using System.Security.Cryptography;

namespace KubeApi.Sandbox.Containers;

/// <summary>One run of a container, from its start to its exit. A restart is another run.</summary>
/// <param name="pod">The pod at the start.</param>
/// <param name="spec">The container in the spec of the pod.</param>
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

    /// <summary>How and when it will exit; null if it runs until it is stopped.</summary>
    public ContainerExit? Plan { get; set; }

    public ContainerLog Log { get; } = new();

    /// <summary>Completes when the container exits.</summary>
    public Task<ContainerExit> Ended => _ended.Task;

    /// <summary>Called by the runtime; only the first call counts.</summary>
    public void End(ContainerExit exit, DateTimeOffset now)
    {
        Finished ??= now;
        _ended.TrySetResult(exit);
    }
}
