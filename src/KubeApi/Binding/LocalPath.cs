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
            throw Invalid($"'{TerminalText.Clean(path)}' is not a file system path: it has a null character.");
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

    /// <summary>The failure of a path.</summary>
    public static KubeApiException Invalid(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
