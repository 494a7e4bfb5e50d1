using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;

namespace KubeApi.Completion;

/// <summary>Completes the resource types that have a scale, and names of their objects.</summary>
internal sealed class ScaleResourceCompleter : ResourceCompleter
{
    /// <inheritdoc/>
    protected override bool IsOffered(ApiResource type) => Workload.HasScale(type);
}
