using KubeApi.Client.Authentication;

namespace KubeApi.Client.Configuration;

/// <summary>What the user asks for in the place of what was found; null for what was found.</summary>
public sealed record ConnectionOverrides
{
    /// <summary>The name of a cluster of the kubeconfig.</summary>
    public string? Cluster { get; init; }

    /// <summary>The name of a user of the kubeconfig.</summary>
    public string? User { get; init; }

    /// <summary>Whom to act as; each field that is set replaces that of the kubeconfig's user.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The name to expect in the server's certificate.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to go through.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Settings that come from no kubeconfig, with what is asked for.</summary>
    /// <exception cref="Errors.KubeApiException">The impersonation cannot be sent.</exception>
    public ConnectionSettings ApplyTo(ConnectionSettings settings) => settings with
    {
        Impersonation = Impersonation is null ? settings.Impersonation : Impersonation.Check("The command").RequireHttps(settings.Server),
        TlsServerName = ServerUri.IsSecure(settings.Server) ? TlsServerName ?? settings.TlsServerName : null,
        Proxy = Proxy ?? settings.Proxy,
    };
}
