using System.Net;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Parses and displays the address of a proxy.</summary>
public static class ProxyUri
{
    // Go's default port; .NET has none for socks5.
    private const int SocksPort = 1080;

    /// <summary>Parses an address, in which user and password end at the last @. <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">The value is not an http, https or socks5 address.</exception>
    public static Uri Parse(string text, string what)
    {
        // Not quoted, because it may contain a password.
        if (!Uri.TryCreate(WithEncodedUser(text), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks5") || uri.Host.Length == 0)
        {
            throw Invalid(
                $"{what} is not an http, https or socks5 address.",
                text.Contains('@', StringComparison.Ordinal)
                    ? "Percent-encode the special characters of the user and the password: / is %2F, ? is %3F, # is %23, : is %3A. The address looks like "
                        + "http://USER:PASSWORD@proxy.example:3128."
                    : "The address of a proxy looks like http://proxy.example:3128 or socks5://127.0.0.1:1080.");
        }

        return uri.Port >= 0 ? uri : new UriBuilder(uri) { Port = SocksPort }.Uri;
    }

    /// <summary>The address for display: without user and password.</summary>
    public static string Show(Uri proxy) => WithoutUser(proxy).GetLeftPart(UriPartial.Authority);

    /// <summary>The proxy for .NET. Its address has no user and password, because .NET's errors quote it.</summary>
    internal static WebProxy ToWebProxy(Uri proxy)
    {
        var (user, password) = proxy.UserInfo.Split(':', 2) is [var before, var after] ? (before, after) : (proxy.UserInfo, "");
        return new WebProxy(WithoutUser(proxy))
        {
            Credentials = user.Length > 0 ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null,
        };
    }

    // Split at the last @, as in Go, because passwords often contain others. An @ after the host means that the password contains a character that ends the
    // host.
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
