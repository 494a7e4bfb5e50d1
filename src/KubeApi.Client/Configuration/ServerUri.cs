using System.Net;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Parses the address of a server.</summary>
public static class ServerUri
{
    /// <summary>Whether requests travel over TLS.</summary>
    public static bool IsSecure(Uri server) => server.Scheme == Uri.UriSchemeHttps;

    /// <summary>
    /// The loopback address for an unspecified address (0.0.0.0 or ::), as in Go; null for any other. k3d writes such addresses into kubeconfigs, and .NET
    /// cannot connect to them.
    /// </summary>
    public static IPAddress? OwnMachine(string host) =>
        !IPAddress.TryParse(host.Trim('[', ']'), out var address) ? null
        : address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : null;

    /// <summary>Parses an address; the default scheme is https. <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">The value is not an http or https address, or has a user, a query or a fragment.</exception>
    public static Uri Parse(string text, string what)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            throw Invalid($"{what} is not an https or http address.", "An address looks like https://10.0.0.1:6443.");
        }

        // Not quoted, because a part before an @ may be a password.
        return uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : throw Invalid($"{what} contains a user name, a query or a fragment. Use the address alone.");
    }
}
