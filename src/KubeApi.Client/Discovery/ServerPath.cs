namespace KubeApi.Client.Discovery;

/// <summary>A path that a server offers, with the API group and version that it belongs to, if it does.</summary>
/// <param name="Path">The path: <c>/apis/batch/v1</c>.</param>
/// <param name="Group">The API group; empty for the core group; null where the path belongs to none.</param>
/// <param name="Version">The API version; null where the path belongs to none.</param>
public sealed record ServerPath(string Path, string? Group, string? Version)
{
    /// <summary>Reads group and version off a path.</summary>
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
