using KubeApi.Client.Streaming;

namespace KubeApi.Session;

/// <summary>A local port that is forwarded to a pod with a session. It ends when it or the session is closed.</summary>
public sealed class KubeApiPortForward : IBackgroundItem
{
    private readonly PortForward _forward;

    internal KubeApiPortForward(int id, Guid owner, KubeApiSession session, PortForwardTarget target, PortForward forward)
    {
        (Id, Owner, Session, _forward) = (id, owner, session, forward);
        (Target, Namespace, Port) = (target.Text, target.Namespace, target.Port);
    }

    /// <summary>The number of the port-forward in this process.</summary>
    public int Id { get; }

    /// <summary>The local port.</summary>
    public int LocalPort => _forward.LocalPort;

    /// <summary>The local addresses: <c>127.0.0.1</c>, <c>::1</c>.</summary>
    public IReadOnlyList<string> Address => [.. _forward.Addresses.Select(a => a.ToString())];

    /// <summary>The target: <c>Service/web</c>, <c>Pod/web-1</c>.</summary>
    public string Target { get; }

    /// <summary>The target's port: a number or a name.</summary>
    public string Port { get; }

    /// <summary>The namespace of the target.</summary>
    public string Namespace { get; }

    /// <summary>The pod of the last connection; before the first one, of the next.</summary>
    public string Pod => _forward.Pod;

    /// <summary>The session.</summary>
    public KubeApiSession Session { get; }

    /// <summary><c>Running</c>; <c>Failed</c>, when the only pod is gone; or <c>Stopped</c>.</summary>
    public string State => _forward.IsRunning ? "Running" : _forward.HasFailed ? "Failed" : "Stopped";

    /// <summary>The number of connections so far.</summary>
    public long Connections => _forward.Connections;

    /// <summary>The number of connections that are open now.</summary>
    public long OpenConnections => _forward.OpenConnections;

    /// <summary>The number of bytes that came from the pods.</summary>
    public long BytesIn => _forward.BytesReceived;

    /// <summary>The number of bytes that were sent to the pods.</summary>
    public long BytesOut => _forward.BytesSent;

    /// <summary>Why it failed, or else the failure of the last connection that failed; null for none. A failed connection does not affect others.</summary>
    public string? Error => _forward.Error;

    bool IBackgroundItem.IsStopped => State == "Stopped";

    Guid IBackgroundItem.Owner => Owner;

    internal Guid Owner { get; }

    /// <summary>Stops listening, and ends the connections.</summary>
    public void Dispose() => _forward.Dispose();

    /// <summary><c>127.0.0.1:8080 -> Service/web:http</c>.</summary>
    public override string ToString() => $"{Address[0]}:{LocalPort} -> {Target}:{Port}";
}
