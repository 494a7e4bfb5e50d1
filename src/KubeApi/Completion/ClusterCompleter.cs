using KubeApi.Client.Configuration;

namespace KubeApi.Completion;

/// <summary>Completes the names of kubeconfig clusters.</summary>
internal sealed class ClusterCompleter : KubeConfigCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(KubeConfig config) => config.ClusterNames;
}
