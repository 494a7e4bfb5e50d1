using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Reads the address of a proxy.</summary>
public static class ProxyUri
{
    // What Go takes where no port is given; .NET knows none for socks5.
    private const int SocksPort = 1080;

    /// <summary>Reads an address, which may hold a user and password. <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">It is no http, https or socks5 address.</exception>
    public static Uri Parse(string text, string what)
    {
        // Not quoted: it may hold a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks5") || uri.Host.Length == 0)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"{what} is no http, https or socks5 address.")
            {
                RecommendedAction = "The address of a proxy looks like http://proxy.example:3128 or socks5://127.0.0.1:1080.",
            };
        }

        return uri.Port >= 0 ? uri : new UriBuilder(uri) { Port = SocksPort }.Uri;
    }
}
