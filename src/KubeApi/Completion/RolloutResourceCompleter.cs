using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;

namespace KubeApi.Completion;

/// <summary>Completes the resource types that have rollouts, and names of their objects.</summary>
internal sealed class RolloutResourceCompleter : ResourceCompleter
{
    /// <inheritdoc/>
    protected override bool IsOffered(ApiResource type) => Workload.HasRollout(type);
}
