using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KubeApi.Session;

/// <summary>
/// The sessions of this process by name, and the state of each runspace. The only static state of the module. A new runspace has no
/// current session, but can use sessions by name. The store also has the background items of the sessions.
/// </summary>
internal static class SessionStore
{
    private static readonly ConcurrentDictionary<string, KubeApiSession> s_sessions = new(StringComparer.Ordinal);
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> s_runspaces = [];

    /// <summary>The proxies of all sessions.</summary>
    public static BackgroundItems<KubeApiProxy> Proxies { get; } = new();

    /// <summary>The port-forwards of all sessions.</summary>
    public static BackgroundItems<KubeApiPortForward> PortForwards { get; } = new();

    /// <summary>The open sessions, sorted by name.</summary>
    public static IReadOnlyList<KubeApiSession> All =>
        [.. s_sessions.Values.Where(s => s.IsConnected).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The state of the current runspace. On the pipeline thread only.</summary>
    // The default runspace is per thread; every host sets it before it calls a cmdlet.
    public static RunspaceState OfRunspace => s_runspaces.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The runspace's current session; null if there is none. On the pipeline thread only.</summary>
    public static KubeApiSession? Current
    {
        get => OfRunspace.Session is { IsConnected: true } session ? session : null;
        set => OfRunspace.Session = value;
    }

    /// <summary>An open session by its exact name: contexts may differ in case only.</summary>
    public static KubeApiSession? Find(string name) => s_sessions.GetValueOrDefault(name) is { IsConnected: true } session ? session : null;

    /// <summary>An open session by its name, ignoring case.</summary>
    public static KubeApiSession? FindIgnoringCase(string name) =>
        Find(name) ?? All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The open sessions whose names match a pattern, ignoring case; none if it has no wildcard.</summary>
    public static IReadOnlyList<KubeApiSession> FindLike(string pattern) =>
        WildcardPattern.ContainsWildcardCharacters(pattern) && NameWildcard.Get(pattern) is var wanted
            ? [.. All.Where(s => wanted.IsMatch(s.Name))] : [];

    /// <summary>The open sessions with a name, or with names that match a pattern.</summary>
    public static IReadOnlyList<KubeApiSession> FindAll(string name) => FindIgnoringCase(name) is { } session ? [session] : FindLike(name);

    /// <summary>
    /// Adds a session. An older session of that name loses the name but stays open: a variable, an object or another runspace may still use it, and its idle
    /// connections are closed after a while.
    /// </summary>
    public static void Add(KubeApiSession session) => s_sessions[session.Name] = session;

    public static void Remove(KubeApiSession session)
    {
        s_sessions.TryRemove(KeyValuePair.Create(session.Name, session));
        session.Dispose();
    }

    /// <summary>Closes the sessions of this runspace, and its background items.</summary>
    public static void RemoveOwn()
    {
        var owner = Runspace.DefaultRunspace.InstanceId;
        Proxies.StopOf(owner);
        PortForwards.StopOf(owner);
        foreach (var session in s_sessions.Values.Where(s => s.Owner == owner))
        {
            Remove(session);
        }
    }

}
