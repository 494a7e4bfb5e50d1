using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>The files that -Path and -LiteralPath name: files and folders, on PowerShell's drives, with its wildcards.</summary>
internal sealed class ManifestPaths(SessionState state, bool isLiteral, bool recurse)
{
    /// <summary>Resolves a path to full paths of files and folders. A missing one fails when it is read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="missing">The kind of the failure of a pattern that matches nothing.</param>
    /// <exception cref="KubeApiException">The path matches nothing, or is not in the file system.</exception>
    public IReadOnlyList<string> Resolve(string path, FailureKind missing = FailureKind.InvalidConfiguration)
    {
        var isPattern = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
        var literal = LocalPath.Resolve(state, isLiteral ? path : WildcardPattern.Unescape(path), isLiteral ? "LiteralPath" : "Path", isNew: isPattern);
        try
        {
            return !isPattern ? [literal]
                : state.Path.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found ? found
                : throw new ItemNotFoundException();
        }
        catch (ItemNotFoundException)
        {
            throw new KubeApiException(missing, $"No file matches '{path}' on this machine.");
        }
    }

    /// <summary>Returns the file itself, or the manifests in a folder.</summary>
    /// <param name="path">A file or folder, in full.</param>
    /// <param name="unreadable">Called for each folder that cannot be read; the search continues.</param>
    /// <exception cref="KubeApiException">The folder has no manifests.</exception>
    public IEnumerable<string> FindFiles(string path, Action<string, KubeApiException> unreadable)
    {
        var isEmpty = true;
        foreach (var file in ManifestFiles.Find(path, recurse, Report, Directory.GetFileSystemEntries))
        {
            isEmpty = false;
            yield return file;
        }

        if (isEmpty)
        {
            throw LocalPath.Invalid(
                $"The folder '{path}' contains no *.yaml, *.yml or *.json file.", recurse ? null : "To search its subfolders, too: -Recurse.");
        }

        void Report(string folder, Exception e)
        {
            isEmpty = false;
            unreadable(folder, LocalPath.Invalid($"The folder '{folder}' cannot be read: {FileFault.Describe(folder, e)}"));
        }
    }

    /// <summary>A file's name in messages: relative to the current folder if it is below it.</summary>
    public string DisplayPath(string file) => ManifestFiles.DisplayPath(file, state.Path.CurrentFileSystemLocation.ProviderPath);
}
