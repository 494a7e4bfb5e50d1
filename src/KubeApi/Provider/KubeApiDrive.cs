using System.Management.Automation;
using KubeApi.Session;

namespace KubeApi.Provider;

/// <summary>
/// A drive over one session. Its root begins with the name of the session, so the PSPath of an item, which names no drive, still reaches its cluster.
/// </summary>
/// <param name="typed">The drive as it was typed.</param>
/// <param name="root">Its root.</param>
/// <param name="session">Its session.</param>
internal sealed class KubeApiDrive(PSDriveInfo typed, ResourcePath root, KubeApiSession session)
    : PSDriveInfo(typed.Name, typed.Provider, root.ToString(), typed.Description, typed.Credential)
{
    /// <summary>The name of the drive that Connect-KubeApi makes.</summary>
    public const string DefaultName = "k8s";

    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(10);

    /// <summary>The session of all paths of the drive.</summary>
    public KubeApiSession Session => session;

    /// <summary>The matches of the pattern of the command that is about to run; null for none.</summary>
    public Expansion? Pending { get; set; }

    /// <summary>A path inside the provider as a path of this drive: <c>k8s:/api/v1</c>; null if it is not below the root.</summary>
    public string? PathOf(string path) =>
        path.StartsWith(Root, StringComparison.Ordinal) && path[Root.Length..] is "" or ['/' or '\\', ..]
            ? $"{Name}:/{path[Root.Length..].TrimStart('/', '\\')}" : null;

    /// <summary>Takes the pending matches of a pattern; null if there are none, or if the command started late, for example after a slow pipeline.</summary>
    public Expansion? TakePending(string pattern)
    {
        var pending = Pending;
        Pending = null;
        return pending?.Pattern == pattern && session.Clock.GetUtcNow() - pending.At is var age && age >= TimeSpan.Zero && age < s_longestStart
            ? pending : null;
    }

    /// <summary>Creates the default drive for the current session, replacing an older one.</summary>
    public static void MakeDefault(SessionState state)
    {
        var isHere = state.Path.CurrentLocation.Drive?.Name == DefaultName;
        if (state.Drive.GetAllForProvider(KubeApiProvider.Name).Any(d => d.Name == DefaultName))
        {
            state.Drive.Remove(DefaultName, force: true, scope: "global");
        }

        state.Drive.New(new PSDriveInfo(DefaultName, state.Provider.GetOne(KubeApiProvider.Name), "/", "", null), scope: "global");
        if (isHere)
        {
            // The location still belongs to the drive that was removed.
            state.Path.SetLocation($"{DefaultName}:/");
        }
    }
}
