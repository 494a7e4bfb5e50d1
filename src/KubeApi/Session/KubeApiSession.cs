using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Output;

namespace KubeApi.Session;

/// <summary>A connection to one API server as one user: a value that every cmdlet takes as -Session. It never shows a credential.</summary>
public sealed class KubeApiSession : IDisposable
{
    private int _closed;

    internal KubeApiSession(string name, ApiClient client, TimeProvider? clock = null)
    {
        Name = name;
        Client = client;
        Clock = clock ?? TimeProvider.System;
        Completions = new NameCache(Clock);
    }

    /// <summary>The name under which the session is found: the context's, or the host and port, or what -Name gave.</summary>
    public string Name { get; }

    /// <summary>The server's address.</summary>
    public Uri Server => Client.Server;

    /// <summary>The server's version: <c>v1.36.2</c>; null if the server did not tell.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Who the server says that the user is; null if it did not tell.</summary>
    public string? User { get; init; }

    /// <summary>The groups that the server says the user is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The namespace that is meant where none is given.</summary>
    public required string Namespace { get; init; }

    /// <summary>How the session authenticates: <c>token</c>, <c>token file …</c>, <c>client certificate (…)</c>, <c>nothing</c>.</summary>
    public required string Authentication { get; init; }

    /// <summary>Whom the session asked to act as, with uid, groups and the keys of extra fields; null for nobody else.</summary>
    public string? ActsAs { get; init; }

    /// <summary>Where the settings came from: <c>parameters</c>, <c>kubeconfig …</c>, <c>service account …</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How long requests wait for the server; null for no limit.</summary>
    public TimeSpan? RequestTimeout => Client.RequestTimeout is var timeout && timeout != Timeout.InfiniteTimeSpan ? timeout : null;

    /// <summary>Whether the session can still be used.</summary>
    public bool IsConnected => Volatile.Read(ref _closed) == 0;

    internal ApiClient Client { get; }

    internal TimeProvider Clock { get; }

    /// <summary>The runspace that made the session.</summary>
    internal Guid Owner { get; init; }

    internal DiscoveryClient Discovery { get; } = new();

    internal NameTable Names { get; } = new();

    internal NameCache Completions { get; }

    internal UnderWay CompletionsUnderWay { get; } = new();

    /// <summary>Closes the connections; requests under way are ended.</summary>
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
