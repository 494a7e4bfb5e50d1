namespace KubeApi.Sandbox.Kubelet;

/// <summary>How a container ends.</summary>
/// <param name="Reason">As in its status: Completed, Error, OOMKilled …</param>
/// <param name="After">How long it runs until then.</param>
internal sealed record ContainerExit(int Code, string Reason, TimeSpan After = default)
{
    public static ContainerExit Of(int code, TimeSpan after = default) => new(code, code == 0 ? "Completed" : "Error", after);
}
