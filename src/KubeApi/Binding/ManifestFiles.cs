namespace KubeApi.Binding;

/// <summary>Finds manifests in a folder, as kubectl does: *.yaml, *.yml and *.json, in the order of their paths; links to folders are not followed.</summary>
internal static class ManifestFiles
{
    private static readonly string[] s_extensions = [".yaml", ".yml", ".json"];

    /// <summary>Returns the file itself, or the manifests in the folder.</summary>
    /// <param name="path">A file or folder, in full.</param>
    /// <param name="recurse">Whether to include subfolders.</param>
    /// <param name="unreadable">Called for each folder that cannot be read; the search continues.</param>
    /// <param name="entriesOf">Lists a folder.</param>
    public static IEnumerable<string> Find(string path, bool recurse, Action<string, Exception> unreadable, Func<string, string[]> entriesOf)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            return entriesOf(path).Order(StringComparer.Ordinal).SelectMany(entry =>
                Directory.Exists(entry)
                    ? recurse && !File.GetAttributes(entry).HasFlag(FileAttributes.ReparsePoint)
                    ? Find(entry, recurse, unreadable, entriesOf)
                    : []
                : s_extensions.Contains(Path.GetExtension(entry).ToLowerInvariant()) ? [entry] : []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable(path, e);
            return [];
        }
    }

    /// <summary>A file's path in messages: relative to the folder if it is below it, else in full.</summary>
    public static string DisplayPath(string file, string folder) =>
        Path.GetRelativePath(folder, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : file;
}
