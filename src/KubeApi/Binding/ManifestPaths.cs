using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>The files that -Path and -LiteralPath name: files and folders, on PowerShell's drives, with its wildcards.</summary>
internal sealed class ManifestPaths(SessionState state, bool isLiteral, bool recurse)
{
    /// <summary>Resolves a path to full paths of files and folders. A missing one fails when it is read.</summary>
    /// <exception cref="KubeApiException">The path matches nothing, or is not in the file system.</exception>
    public IReadOnlyList<string> Resolve(string path)
    {
        try
        {
            var literal = state.Path.GetUnresolvedProviderPathFromPSPath(isLiteral ? path : WildcardPattern.Unescape(path), out var provider, out _);
            return provider.Name != "FileSystem" ? throw InvalidPath($"'{path}' is not a file: it belongs to the provider {provider.Name}.")
                : isLiteral || !WildcardPattern.ContainsWildcardCharacters(path) ? [literal]
                : state.Path.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found ? found : throw InvalidPath($"No file matches '{path}'.");
        }
        catch (System.Management.Automation.DriveNotFoundException e)
        {
            throw InvalidPath(path.Contains("://", StringComparison.Ordinal)
                ? $"'{path}' is not a file: download it first."
                : $"'{path}' cannot be found: {e.Message}");
        }
        catch (ProviderNotFoundException e)
        {
            throw InvalidPath($"'{path}' is not a file: {e.Message}");
        }
        catch (ItemNotFoundException)
        {
            throw InvalidPath($"No file matches '{path}'.");
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
            throw InvalidPath($"The folder '{path}' contains no *.yaml, *.yml or *.json file.", recurse ? null : "To search its subfolders, too: -Recurse.");
        }

        void Report(string folder, Exception e)
        {
            isEmpty = false;
            unreadable(folder, InvalidPath($"The folder '{folder}' cannot be read: {e.Message}"));
        }
    }

    /// <summary>A file's name in messages: relative to the current folder if it is below it.</summary>
    public string DisplayPath(string file) => ManifestFiles.DisplayPath(file, state.Path.CurrentFileSystemLocation.ProviderPath);

    private static KubeApiException InvalidPath(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
