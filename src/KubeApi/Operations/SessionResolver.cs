using System.Diagnostics.CodeAnalysis;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Session;
using KubeApi.Yaml;

namespace KubeApi.Operations;

/// <summary>Finds the sessions of -Session, and connects the kubeconfig contexts among them, all at once. On the pipeline thread.</summary>
/// <param name="environment">The machine, for its kubeconfig.</param>
/// <param name="prepare">Writes the warnings about a connection, and returns a function that connects under a name on any thread.</param>
/// <param name="maxParallel">The number of connections that are opened at a time.</param>
/// <param name="cancellationToken">Ends the wait for a turn.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to dispose.")]
internal sealed class SessionResolver(
    HostEnvironment environment, Func<ConnectionSettings, string, Func<Task<KubeApiSession>>> prepare, int maxParallel, CancellationToken cancellationToken)
{
    private readonly SemaphoreSlim _turns = new(maxParallel);
    private readonly Lazy<KubeConfig?> _config = new(() => new KubeConfigReader(YamlLoader.CreateReader(), environment).ReadDefault());
    private readonly Dictionary<string, Task<KubeApiSession?>> _connecting = new(StringComparer.Ordinal);

    /// <summary>The names of the kubeconfig's contexts; empty if there is no kubeconfig. On the pipeline thread.</summary>
    public IEnumerable<string> ContextNames => _config.Value?.ContextNames ?? [];

    /// <summary>The argument itself, or the open sessions that a pattern matches. A pattern connects no contexts.</summary>
    public IEnumerable<SessionArgument> Expand(SessionArgument argument) =>
        argument.Name is { } name && SessionStore.FindLike(name) is { Count: > 0 } matching && SessionStore.Find(name) is null && !HasContext(name, matching[0])
            ? matching.Select(s => new SessionArgument(s))
            : [argument];

    /// <summary>Starts to resolve a session; the result is null if there is none.</summary>
    public Task<KubeApiSession?> FindAsync(SessionArgument argument)
    {
        try
        {
            return argument.Session is { } session
                ? Task.FromResult(session.IsConnected ? session : null)
                : FindAsync(argument.Name!);
        }
        catch (KubeApiException e)
        {
            return Task.FromException<KubeApiSession?>(e);
        }
    }

    private Task<KubeApiSession?> FindAsync(string name)
    {
        if (SessionStore.Find(name) is { } known)
        {
            return Task.FromResult<KubeApiSession?>(known);
        }

        if (_connecting.TryGetValue(name, out var same))
        {
            return same;
        }

        var other = SessionStore.FindIgnoringCase(name);
        return HasContext(name, other)
            ? _connecting[name] = ConnectAsync(prepare(KubeConfigResolver.Resolve(_config.Value!, environment, name), name))
            : other is null && _connecting.Keys.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } begun ? _connecting[begun]
            : Task.FromResult(other);
    }

    // A kubeconfig that cannot be read does not hide an open session whose name differs in case only.
    private bool HasContext(string name, KubeApiSession? other)
    {
        try
        {
            return _config.Value?.ContextNames.Contains(name) == true;
        }
        catch (KubeApiException) when (other is not null)
        {
            return false;
        }
    }

    private async Task<KubeApiSession?> ConnectAsync(Func<Task<KubeApiSession>> connect)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await connect().ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }
}
