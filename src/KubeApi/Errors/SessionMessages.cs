using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>What the user reads where a session is meant that is not there: which there are.</summary>
internal static class SessionMessages
{
    private const int MaxShown = 10;

    /// <summary>No session, and perhaps no context, has a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="contexts">The contexts of the kubeconfig; null where none would do.</param>
    public static string NotFound(string name, IEnumerable<string>? contexts = null) => WildcardPattern.ContainsWildcardCharacters(name)
        ? $"No open session matches '{name}'. {OpenSessions()}"
        : "There is no session "
            + $"'{name}'{(contexts is null ? "" : ", and no kubeconfig context of that name")}.{NearNames.Question(name, OpenNames().Concat(contexts ?? []))}";

    /// <summary>A session is about to take the name of one of another server.</summary>
    public static string NameReused(KubeApiSession older, Uri server) =>
        $"The session name '{older.Name}' meant {older.Server}, and now means {server}. The older session stays open and is reachable by its object alone. "
        + "To keep both by name, connect with -Name.";

    /// <summary>Some of the open sessions, those that this runspace made first: <c>Open sessions: a, b.</c></summary>
    public static string OpenSessions() =>
        OpenNames() is { Count: > 0 } names
            ? $"Open sessions: {string.Join(", ", names.Take(MaxShown))}{(names.Count > MaxShown ? ", …" : "")}."
            : "No session is open.";

    private static List<string> OpenNames() =>
        [.. SessionStore.All.Where(s => s.IsConnected).OrderByDescending(s => s.Owner == Runspace.DefaultRunspace.InstanceId).Select(s => s.Name)];
}
