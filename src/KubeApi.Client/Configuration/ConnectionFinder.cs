using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Finds a connection when the user names none.</summary>
public static class ConnectionFinder
{
    /// <summary>KUBECONFIG if it is set (and then nothing else), else <c>~/.kube/config</c>, else the pod's service account.</summary>
    /// <exception cref="KubeApiException">There is none, or the first one is invalid.</exception>
    public static ConnectionSettings Find(HostEnvironment environment, KubeConfigReader reader, ConnectionOverrides overrides)
    {
        if (reader.ReadDefault() is { } config)
        {
            return KubeConfigResolver.Resolve(config, environment, null, overrides);
        }

        return InClusterConfiguration.IsAvailable()
            ? overrides.ApplyTo(InClusterConfiguration.Read(environment))
            : throw new KubeApiException(
                FailureKind.InvalidConfiguration,
                $"No server is configured: KUBECONFIG is not set, {environment.MissingHomeKubeConfig}, and this is not a pod.")
            {
                Remedy = Remedy.Server,
            };
    }
}
