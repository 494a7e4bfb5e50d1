namespace KubeApi.Sandbox.Containers;

/// <summary>How a container exits.</summary>
/// <param name="Reason">The reason in its status: Completed, Error, OOMKilled …</param>
/// <param name="After">How long it runs.</param>
internal sealed record ContainerExit(int Code, string Reason, TimeSpan After = default)
{
    public static ContainerExit Of(int code, TimeSpan after = default) => new(code, code == 0 ? "Completed" : "Error", after);
}
