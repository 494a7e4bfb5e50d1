namespace KubeApi.Client.Discovery;

/// <summary>A path of a server, with its API group and version, if any.</summary>
/// <param name="Path">The path: <c>/apis/batch/v1</c>.</param>
/// <param name="Group">The API group; empty for the core group; null if the path has none.</param>
/// <param name="Version">The API version; null if the path has none.</param>
public sealed record ServerPath(string Path, string? Group, string? Version)
{
    /// <summary>Parses group and version from a path.</summary>
    public static ServerPath Parse(string path) => path.Trim('/').Split('/') switch
    {
        ["api", var version] => new ServerPath(path, "", version),
        ["apis", var group] when group.Length > 0 => new ServerPath(path, group, null),
        ["apis", var group, var version] => new ServerPath(path, group, version),
        _ => new ServerPath(path, null, null),
    };

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
