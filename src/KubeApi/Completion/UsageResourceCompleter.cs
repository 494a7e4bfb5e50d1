using KubeApi.Client.Requests;

namespace KubeApi.Completion;

/// <summary>Completes the resource types whose usage is measured, and names of their objects.</summary>
internal sealed class UsageResourceCompleter : ResourceCompleter
{
    /// <inheritdoc/>
    protected override bool IsOffered(ApiResource type) => type is { Group: "", Name: "pods" or "nodes" };
}
