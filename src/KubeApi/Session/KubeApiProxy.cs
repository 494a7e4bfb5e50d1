using System.Net;
using KubeApi.Client.Proxying;

namespace KubeApi.Session;

/// <summary>A local proxy of a session. It ends when it or the session is closed.</summary>
public sealed class KubeApiProxy : IBackgroundItem
{
    private readonly ApiProxy _proxy;

    internal KubeApiProxy(int id, KubeApiSession session, ApiProxy proxy, ApiProxyOptions options)
    {
        (Id, Session, _proxy, IsReadOnly) = (id, session, proxy, options.IsReadOnly);
    }

    /// <summary>The number of the proxy in this process.</summary>
    public int Id { get; }

    /// <summary>The address of the proxy, for other programs. If it listens on all addresses, this is the loopback address.</summary>
    public Uri Uri => new UriBuilder("http", Reachable.ToString(), Port).Uri;

    /// <summary>The address on which the proxy listens.</summary>
    public string Address => _proxy.EndPoint.Address.ToString();

    /// <summary>The port on which the proxy listens.</summary>
    public int Port => _proxy.EndPoint.Port;

    /// <summary>The session whose credential the requests get.</summary>
    public KubeApiSession Session { get; }

    /// <summary><c>Running</c> or <c>Stopped</c>.</summary>
    public string State => _proxy.IsRunning ? "Running" : "Stopped";

    /// <summary>Whether requests that may change something are refused.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The number of requests so far, including refused ones.</summary>
    public long Requests => _proxy.Requests;

    /// <summary>The number of refused requests so far.</summary>
    public long Refused => _proxy.Refused;

    /// <summary>The last refusals with their rules, at most 20, the oldest first.</summary>
    public IReadOnlyList<ProxyRefusal> LastRefusals => _proxy.Refusals;

    bool IBackgroundItem.IsStopped => !_proxy.IsRunning;

    Guid IBackgroundItem.Owner => Owner;

    /// <summary>The runspace that started the proxy.</summary>
    internal Guid Owner { get; init; }

    private IPAddress Reachable => _proxy.EndPoint.Address switch
    {
        var any when any.Equals(IPAddress.Any) => IPAddress.Loopback,
        var any when any.Equals(IPAddress.IPv6Any) => IPAddress.IPv6Loopback,
        var address => address,
    };

    /// <summary>Stops listening, and ends the requests that are under way.</summary>
    public void Dispose() => _proxy.Dispose();

    /// <summary>The address.</summary>
    public override string ToString() => Uri.ToString();
}
