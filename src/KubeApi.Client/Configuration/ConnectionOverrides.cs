using KubeApi.Client.Authentication;

namespace KubeApi.Client.Configuration;

/// <summary>The settings that replace those of the source; null keeps the source's.</summary>
public sealed record ConnectionOverrides
{
    /// <summary>The name of a cluster of the kubeconfig.</summary>
    public string? Cluster { get; init; }

    /// <summary>The name of a user of the kubeconfig.</summary>
    public string? User { get; init; }

    /// <summary>The impersonation; each value replaces that of the kubeconfig's user.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The name to expect in the server's certificate.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to use.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Applies the overrides to settings that do not come from a kubeconfig.</summary>
    /// <exception cref="Errors.KubeApiException">The impersonation cannot be sent.</exception>
    public ConnectionSettings ApplyTo(ConnectionSettings settings) => settings with
    {
        Impersonation = Impersonation is null ? settings.Impersonation : Impersonation.Check("The command").RequireHttps(settings.Server),
        TlsServerName = ServerUri.IsSecure(settings.Server) ? TlsServerName ?? settings.TlsServerName : null,
        Proxy = Proxy ?? settings.Proxy,
    };
}
