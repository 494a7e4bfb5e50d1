using System.Net;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>The address of a proxy, which may hold a user and a password.</summary>
public static class ProxyAddress
{
    // As in curl and Go.
    private const int SocksPort = 1080;

    /// <summary>Reads an address; without a scheme, http is meant. <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">It is no http, https or socks5 address. The address is not quoted: it may hold a password.</exception>
    public static Uri Parse(string text, string what)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks5" or "socks5h") || uri.Host.Length == 0)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"{what} is no address of a proxy that can be used.")
            {
                RecommendedAction = "A proxy's address is http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host if it asks for them, percent-encoded.",
            };
        }

        // A SOCKS5 proxy looks up names itself either way; .NET knows the one scheme only, and no default port for it.
        return uri.Scheme.StartsWith("socks", StringComparison.Ordinal)
            ? new UriBuilder(uri) { Scheme = "socks5", Port = uri.Port > 0 ? uri.Port : SocksPort }.Uri
            : uri;
    }

    /// <summary>The address for people: without the password, and without the user, who is half of a secret.</summary>
    public static string Show(Uri proxy) => WithoutUser(proxy).GetLeftPart(UriPartial.Authority);

    /// <summary>The proxy as .NET takes it. The address itself loses user and password, because .NET's errors quote it.</summary>
    internal static WebProxy ToWebProxy(Uri proxy)
    {
        var (user, password) = proxy.UserInfo.Split(':', 2) is [var before, var after] ? (before, after) : (proxy.UserInfo, "");
        return new WebProxy(WithoutUser(proxy))
        {
            Credentials = user.Length > 0 ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null,
        };
    }

    private static Uri WithoutUser(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri;
}
