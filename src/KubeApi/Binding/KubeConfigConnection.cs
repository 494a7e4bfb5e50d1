using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Binding;

/// <summary>A connection from a kubeconfig, with the parameters that select its context, cluster and user.</summary>
internal sealed class KubeConfigConnection
{
    /// <summary>The context; null for the current one.</summary>
    public required string? Context { get; init; }

    /// <summary>The files, in full; null for the default ones.</summary>
    public required IReadOnlyList<string>? Files { get; init; }

    /// <summary>The policy for exec plugins.</summary>
    public required ExecPluginRule Plugins { get; init; }

    /// <summary>The settings. Without parameters and without a kubeconfig, they are the settings of the pod in which this process runs.</summary>
    /// <exception cref="KubeApiException">There is no kubeconfig, or it cannot be used.</exception>
    public ConnectionSettings ToSettings(HostEnvironment environment, ConnectionOverrides overrides)
    {
        var settings = Find(environment, overrides);
        return settings.Credential is ExecCredential plugin ? settings with { Credential = plugin.Under(Plugins) } : settings;
    }

    private ConnectionSettings Find(HostEnvironment environment, ConnectionOverrides overrides)
    {
        var reader = new KubeConfigReader(YamlLoader.CreateReader(), environment);
        if (Files is null && (Context ?? overrides.Cluster ?? overrides.User) is null)
        {
            return ConnectionFinder.Find(environment, reader, overrides);
        }

        var config = Files is null ? reader.ReadDefault() : reader.Read([.. Files]);
        return KubeConfigResolver.Resolve(
            config ?? throw new KubeApiException(FailureKind.InvalidConfiguration, "Cannot find the context, cluster or user: no kubeconfig exists."),
            environment, Context, overrides);
    }
}
