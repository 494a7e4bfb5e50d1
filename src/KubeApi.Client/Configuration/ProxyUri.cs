using System.Net;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Reads the address of a proxy, and shows it.</summary>
public static class ProxyUri
{
    // What Go takes where no port is given; .NET knows none for socks5.
    private const int SocksPort = 1080;

    /// <summary>Reads an address, which may hold a user and password: up to its last @. <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">It is no http, https or socks5 address.</exception>
    public static Uri Parse(string text, string what)
    {
        // Not quoted: it may hold a password.
        if (!Uri.TryCreate(WithEncodedUser(text), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks5") || uri.Host.Length == 0)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"{what} is not an http, https or socks5 address.")
            {
                RecommendedAction = text.Contains('@', StringComparison.Ordinal)
                    ? "Percent-encode the special characters of the user and the password: / is %2F, ? is %3F, # is %23, : is %3A. The address looks like "
                        + "http://USER:PASSWORD@proxy.example:3128."
                    : "The address of a proxy looks like http://proxy.example:3128 or socks5://127.0.0.1:1080.",
            };
        }

        return uri.Port >= 0 ? uri : new UriBuilder(uri) { Port = SocksPort }.Uri;
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

    // Split at the last @, as in Go: a password holds others as often as not. One behind the host is a sign of a password that holds the host's end.
    private static string? WithEncodedUser(string text)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) is var colon && colon < 0)
        {
            return text;
        }

        var start = colon + 3;
        var end = text.AsSpan(start).IndexOfAny("/?#") is var length and >= 0 ? start + length : text.Length;
        var at = text.LastIndexOf('@');
        return at >= end ? null
            : at < start ? text
            : text[..start] + string.Join(':', text[start..at].Split(':', 2).Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part)))) + text[at..];
    }

    private static Uri WithoutUser(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" }.Uri;
}
