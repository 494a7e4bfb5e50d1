using System.Collections.Concurrent;
using KubeApi.Client.Configuration;
using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Client.Json;

namespace KubeApi.Session;

/// <summary>A connection to one API server as one user: a value that every cmdlet takes as -Session. It never shows its credential.</summary>
public sealed class KubeApiSession : IDisposable
{
    private readonly ConcurrentDictionary<Type, object> _attached = new();
    private string _namespace = "";
    private int _closed;

    internal KubeApiSession(string name, ApiClient client, TimeProvider? clock = null)
    {
        Name = name;
        Client = client;
        Clock = clock ?? TimeProvider.System;
    }

    /// <summary>The session's name: the context's, the host and port, or the value of -Name.</summary>
    public string Name { get; }

    /// <summary>The server's address.</summary>
    public Uri Server => Client.Server;

    /// <summary>The server's version: <c>v1.36.2</c>; null if the server did not report it.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The user name that the server reported; null if it did not.</summary>
    public string? User { get; init; }

    /// <summary>The user's groups that the server reported.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The default namespace. Select-KubeApiSession changes it.</summary>
    public required string Namespace { get => _namespace; init => _namespace = value; }

    /// <summary>How the session authenticates: <c>token</c>, <c>token file …</c>, <c>client certificate (…)</c>, <c>nothing</c>.</summary>
    public required string Authentication { get; init; }

    /// <summary>The impersonated user, with uid, groups and the keys of extra fields; null for none.</summary>
    public string? ActsAs { get; init; }

    /// <summary>
    /// Whether the server's certificate is not verified. An attacker between client and server can then read and change everything, and steal the credential.
    /// </summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Where the settings came from: <c>parameters</c>, <c>kubeconfig …</c>, <c>service account …</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How long requests wait for the server; null for no limit.</summary>
    public TimeSpan? RequestTimeout => Client.RequestTimeout is var timeout && timeout != Timeout.InfiniteTimeSpan ? timeout : null;

    /// <summary>Whether the session can still be used.</summary>
    public bool IsConnected => Volatile.Read(ref _closed) == 0;

    internal ApiClient Client { get; }

    /// <summary>The settings that the session was opened with; they may be secret.</summary>
    internal ConnectionSettings? Settings { get; set; }

    internal TimeProvider Clock { get; }

    /// <summary>The runspace that made the session.</summary>
    internal Guid Owner { get; init; }

    internal DiscoveryCache Discovery { get; } = new();

    internal NameTable Names { get; } = new();

    /// <summary>Changes the default namespace for every user of the session.</summary>
    internal void UseNamespace(string name) => _namespace = name;

    /// <summary>State that another part of the module attaches to the session, such as a cache; created on first use.</summary>
    internal T Attached<T>(Func<KubeApiSession, T> create)
        where T : class => (T)_attached.GetOrAdd(typeof(T), _ => create(this));

    /// <summary>Closes the connections, and ends the requests that use them.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Client.Dispose();
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
