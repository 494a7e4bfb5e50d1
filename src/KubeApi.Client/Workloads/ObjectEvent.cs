namespace KubeApi.Client.Workloads;

/// <summary>An event about an object. Each string has one line.</summary>
/// <param name="Kind">The kind of the object: <c>Pod</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Container">The container of a pod that the event is about; empty for none.</param>
/// <param name="Reason">A CamelCase word, such as <c>FailedMount</c>.</param>
/// <param name="Message">The message.</param>
public sealed record ObjectEvent(string Kind, string Name, string Container, string Reason, string Message)
{
    /// <summary>Whether it reports a problem; otherwise it is of type Normal.</summary>
    public bool IsWarning { get; init; } = true;

    /// <summary><c>Pod/web-1 (app): Unhealthy: Readiness probe failed: …</c></summary>
    public override string ToString() => $"{Kind}/{Name}{(Container.Length > 0 ? $" ({Container})" : "")}: {Reason}: {Message}";
}
