using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Binding;

/// <summary>How to connect, from what the parameters say of a kubeconfig.</summary>
internal sealed class KubeConfigConnection
{
    /// <summary>The context; null for the current one.</summary>
    public required string? Context { get; init; }

    /// <summary>The files, in full; null for the default ones.</summary>
    public required IReadOnlyList<string>? Files { get; init; }

    /// <summary>Which plugins may be run.</summary>
    public required ExecPluginRule Plugins { get; init; }

    /// <summary>The settings; those of the pod that this runs in, where nothing was said and there is no kubeconfig.</summary>
    /// <exception cref="KubeApiException">There is none, or what it says cannot be used.</exception>
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
            config ?? throw new KubeApiException(FailureKind.InvalidConfiguration, "Cannot find the context, cluster or user: there is no kubeconfig."),
            environment, Context, overrides);
    }
}
