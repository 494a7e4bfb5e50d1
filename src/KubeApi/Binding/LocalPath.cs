using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>Paths of files and folders of this machine, on PowerShell's drives.</summary>
internal static class LocalPath
{
    /// <summary>Resolves a path, which need not exist, to a full path. No character is a wildcard.</summary>
    /// <exception cref="KubeApiException">It is not in the file system: its drive belongs to another provider, or does not exist.</exception>
    public static string Resolve(SessionState state, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"'{TerminalText.Clean(path)}' is not a file system path: it contains a null character.");
        }

        try
        {
            var full = state.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full
                : throw Invalid($"'{path}' is not a file system path: it belongs to the provider {provider.Name}.");
        }
        catch (System.Management.Automation.DriveNotFoundException e)
        {
            throw Invalid(path.Contains("://", StringComparison.Ordinal)
                ? $"'{path}' is not a file system path: download it first."
                : $"'{path}' cannot be found: {e.Message}");
        }
        catch (ProviderNotFoundException e)
        {
            throw Invalid($"'{path}' is not a file system path: {e.Message}");
        }
    }

    /// <summary>An existing file or folder, as Get-Item returns it: with the properties that its view shows.</summary>
    /// <param name="state">The session state.</param>
    /// <param name="path">The full path.</param>
    public static PSObject ItemAt(SessionState state, string path) =>
        // PowerShell takes a backslash in a name for a separator of folders.
        OperatingSystem.IsWindows() || !path.Contains('\\')
            ? state.InvokeProvider.Item.Get([$"FileSystem::{path}"], force: true, literalPath: true)[0]
            : PSObject.AsPSObject(Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path));

    /// <summary>The failure of a path.</summary>
    public static KubeApiException Invalid(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
