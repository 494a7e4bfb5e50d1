using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KubeApi.Session;

/// <summary>
/// The sessions of this process by name, and the current one of each runspace. The only static state of the module. A new runspace has no
/// current session, and finds the sessions by name.
/// </summary>
internal static class SessionStore
{
    private static readonly ConcurrentDictionary<string, KubeApiSession> s_sessions = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConditionalWeakTable<Runspace, StrongBox<KubeApiSession?>> s_current = [];

    public static IReadOnlyList<KubeApiSession> All => [.. s_sessions.Values.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The runspace's current session; null if there is none. On the pipeline thread only.</summary>
    public static KubeApiSession? Current
    {
        get => Box().Value is { IsConnected: true } session ? session : null;
        set => Box().Value = value;
    }

    public static KubeApiSession? Find(string name) => s_sessions.GetValueOrDefault(name);

    /// <summary>Adds a session; one of the same name is replaced and closed, as connecting again is meant to.</summary>
    public static void Add(KubeApiSession session)
    {
        var replaced = default(KubeApiSession);
        s_sessions.AddOrUpdate(session.Name, session, (_, old) =>
        {
            replaced = old;
            return session;
        });
        replaced?.Dispose();
    }

    public static void Remove(KubeApiSession session)
    {
        s_sessions.TryRemove(KeyValuePair.Create(session.Name, session));
        session.Dispose();
    }

    // The default runspace is per thread; a host that calls a cmdlet without one does not exist.
    private static StrongBox<KubeApiSession?> Box() => s_current.GetOrCreateValue(Runspace.DefaultRunspace);
}
