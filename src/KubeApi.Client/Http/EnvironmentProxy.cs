using System.Net;
using KubeApi.Client.Configuration;

namespace KubeApi.Client.Http;

/// <summary>
/// The proxy from the environment, by the rules of Go's <c>golang.org/x/net/http/httpproxy</c>: HTTPS_PROXY for https servers, HTTP_PROXY for http ones,
/// neither for hosts in NO_PROXY nor for this machine.
/// </summary>
public static class EnvironmentProxy
{
    /// <summary>Adds the environment's proxy to settings without a proxy.</summary>
    /// <exception cref="Errors.KubeApiException">The environment has an invalid proxy.</exception>
    public static ConnectionSettings Apply(ConnectionSettings settings, HostEnvironment environment) =>
        settings.Proxy is null ? settings with { Proxy = For(settings.Server, environment.Variable) } : settings;

    /// <summary>The proxy for a server; null for none.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="variable">Reads an environment variable; null for one that is not set, or is empty.</param>
    /// <exception cref="Errors.KubeApiException">The environment has an invalid proxy.</exception>
    public static Uri? For(Uri server, Func<string, string?> variable)
    {
        var isSecure = ServerUri.IsSecure(server);
        // In a CGI program, HTTP_PROXY is the header "Proxy" of its caller.
        string[] names = isSecure ? ["HTTPS_PROXY", "https_proxy"] : variable("REQUEST_METHOD") is null ? ["HTTP_PROXY", "http_proxy"] : [];
        var name = names.FirstOrDefault(n => variable(n) is not null);
        return name is null || IsOwnMachine(server.IdnHost)
            || new NoProxyList(variable("NO_PROXY") ?? variable("no_proxy") ?? "").Contains(server.IdnHost, server.Port)
            ? null
            : ProxyUri.Parse(WithScheme(variable(name)!), $"The environment variable {name}");
    }

    // As in curl and Go. .NET's socks5 lets the proxy resolve names, which is the meaning of the h.
    private static string WithScheme(string text) =>
        !text.Contains("://", StringComparison.Ordinal) ? "http://" + text
        : text.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase) ? text.Remove("socks5".Length, 1)
        : text;

    private static bool IsOwnMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || ServerUri.OwnMachine(host) is not null
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
