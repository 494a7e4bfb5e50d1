using System.Net;

namespace KubeApi.Client.Http;

/// <summary>The connection attempts of a request, for the error of a server that does not respond. Safe for many threads.</summary>
internal sealed class ConnectionLog
{
    private volatile IPAddress[] _addresses = [];
    private volatile bool _isConnected;

    /// <summary>Whether a connection was accepted.</summary>
    public bool IsConnected => _isConnected;

    /// <summary>The addresses that were tried, for display: <c>192.0.2.1 and 2001:db8::1</c>; empty for none.</summary>
    public string Addresses => string.Join(" and ", _addresses.Select(a => a.ToString()));

    /// <summary>Records the addresses of the host, all of which are tried.</summary>
    public IPAddress[] Trying(IPAddress[] addresses) => _addresses = addresses;

    /// <summary>Records that a connection was accepted.</summary>
    public void Connected() => _isConnected = true;
}
