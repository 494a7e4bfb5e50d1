using KubeApi.Client.Configuration;

namespace KubeApi.Completion;

/// <summary>Completes the names of kubeconfig users.</summary>
internal sealed class UserCompleter : KubeConfigCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(KubeConfig config) => config.UserNames;
}
