using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>Messages for an unknown session name; lists the open sessions.</summary>
internal static class SessionMessages
{
    private const int MaxShown = 10;

    /// <summary>No session, and perhaps no context, has that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="contexts">The contexts of the kubeconfig; null if the command accepts only sessions.</param>
    public static string NotFound(string name, IEnumerable<string>? contexts = null) => WildcardPattern.ContainsWildcardCharacters(name)
        ? $"No open session matches '{name}'. {OpenSessions()}"
        : $"Session '{name}' not found"
            + $"{(contexts is null ? "" : ", and no kubeconfig context of that name")}.{NearNames.Question(name, OpenNames().Concat(contexts ?? []))}";

    /// <summary>A new session takes over the name of a session of another server.</summary>
    public static string NameReused(KubeApiSession older, Uri server) =>
        $"The session name '{older.Name}' referred to {older.Server}, and now refers to {server}. The older session stays open, but only its object "
        + "refers to it. To keep both names, connect with -Name.";

    /// <summary>The open sessions, at most ten, with the sessions of this runspace first: <c>Open sessions: a, b.</c></summary>
    public static string OpenSessions() =>
        OpenNames() is { Count: > 0 } names
            ? $"Open sessions: {string.Join(", ", names.Take(MaxShown))}{(names.Count > MaxShown ? ", …" : "")}."
            : "No session is open.";

    private static List<string> OpenNames() =>
        [.. SessionStore.All.OrderByDescending(s => s.Owner == Runspace.DefaultRunspace.InstanceId).Select(s => s.Name)];
}
