namespace KubeApi.Binding;

/// <summary>Finds manifests in a folder, as kubectl does: *.yaml, *.yml and *.json, in the order of their paths; links to folders are not followed.</summary>
internal static class ManifestFiles
{
    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>The file itself, or the manifests in the folder.</summary>
    public static IEnumerable<string> In(string path, bool recurse) =>
        !Directory.Exists(path)
            ? [path]
            : Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal).SelectMany(entry =>
                Directory.Exists(entry) ? recurse && !File.GetAttributes(entry).HasFlag(FileAttributes.ReparsePoint) ? In(entry, recurse) : []
                : s_extensions.Contains(Path.GetExtension(entry).ToLowerInvariant()) ? [entry] : []);
}
