using KubeApi.Client.Configuration;

namespace KubeApi.Completion;

/// <summary>Completes the names of kubeconfig contexts.</summary>
internal sealed class ContextCompleter : KubeConfigCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(KubeConfig config) => config.ContextNames;
}
