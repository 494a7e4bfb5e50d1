using System.Net;

namespace KubeApi.Client.Proxying;

/// <summary>The settings of a proxy. The patterns are regular expressions without backtracking, as Go has them; the defaults are kubectl's.</summary>
public sealed record ApiProxyOptions
{
    /// <summary>The address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Patterns of hosts, without a port, that requests may name in their Host header.</summary>
    public IReadOnlyList<string> AcceptHosts { get; init; } = ["^localhost$", @"^127\.0\.0\.1$", @"^\[::1\]$"];

    /// <summary>Patterns of paths that are forwarded.</summary>
    public IReadOnlyList<string> AcceptPaths { get; init; } = ["^.*"];

    /// <summary>Patterns of paths that are refused, even if they are accepted too.</summary>
    public IReadOnlyList<string> RejectPaths { get; init; } = ["^/api/.*/pods/.*/exec", "^/api/.*/pods/.*/attach"];

    /// <summary>Patterns of methods that are refused.</summary>
    public IReadOnlyList<string> RejectMethods { get; init; } = ["^$"];

    /// <summary>The path under which the API is served. It is removed from the requests, unless it begins with <c>/api</c>.</summary>
    public string ApiPrefix { get; init; } = "/";

    /// <summary>
    /// Whether requests that may change something are refused: methods other than GET, HEAD and OPTIONS, upgrades, and proxies to pods, services and nodes.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The user that the session impersonates; null for none. Requests then must not impersonate another one.</summary>
    public string? ActsAs { get; init; }

    /// <summary>A folder whose files are served too; null for none.</summary>
    public string? StaticPath { get; init; }

    /// <summary>The path under which the files are served.</summary>
    public string StaticPrefix { get; init; } = "/static/";
}
