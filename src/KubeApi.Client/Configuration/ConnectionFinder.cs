using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Finds a connection when the user names none.</summary>
public static class ConnectionFinder
{
    /// <summary>The connection of KUBECONFIG, if that is set; otherwise of <c>~/.kube/config</c>; otherwise of the pod's service account.</summary>
    /// <exception cref="KubeApiException">None of them exists, or the first one is invalid.</exception>
    public static ConnectionSettings Find(HostEnvironment environment, KubeConfigReader reader, ConnectionOverrides overrides)
    {
        if (reader.ReadDefault() is { } config)
        {
            return KubeConfigResolver.Resolve(config, environment, null, overrides);
        }

        return InClusterConfiguration.IsAvailable()
            ? overrides.ApplyTo(InClusterConfiguration.Read(environment))
            : throw Invalid($"No server is configured: KUBECONFIG is not set, {environment.MissingHomeKubeConfig}, and this is not a pod.")
                .WithRemedy(Remedy.Server);
    }
}
