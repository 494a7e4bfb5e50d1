using System.Management.Automation;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>Paths of files and folders of this machine, on PowerShell's drives.</summary>
internal static class LocalPath
{
    /// <summary>Resolves a path to a full path. No character is a wildcard.</summary>
    /// <param name="state">The session state.</param>
    /// <param name="path">The path, which need not exist.</param>
    /// <param name="parameter">The parameter's name, for the message if the value is not a path.</param>
    /// <param name="isNew">Whether the path may be that of a new file.</param>
    /// <exception cref="KubeApiException">
    /// It is not in the file system (its drive belongs to another provider, or does not exist), or looks like the contents of a file.
    /// </exception>
    public static string Resolve(SessionState state, string path, string parameter, bool isNew = false)
    {
        if (FileContents.AreIn(path))
        {
            throw Contents(parameter);
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"'{TerminalText.Clean(path)}' is not a file system path: it contains a null character.");
        }

        try
        {
            var full = state.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name != "FileSystem"
                ? throw Invalid($"'{path}' is not a file system path: it belongs to the provider {provider.Name}.")
                : isNew || !FileContents.MayBeIn(path) || Path.Exists(full) ? full : throw Contents(parameter);
        }
        catch (System.Management.Automation.DriveNotFoundException e)
        {
            throw FileContents.MayBeIn(path) ? Contents(parameter) : Invalid(path.Contains("://", StringComparison.Ordinal)
                ? $"'{path}' is not a file system path: download it first."
                : $"'{path}' cannot be found: {e.Message}");
        }
        catch (ProviderNotFoundException e)
        {
            throw Invalid($"'{path}' is not a file system path: {e.Message}");
        }
    }

    /// <summary>The value of a parameter as the target of an error: the path, or only the parameter if the value may be a secret.</summary>
    public static string TargetOf(string path, string parameter) => FileContents.MayBeIn(path) ? $"-{parameter}" : path;

    /// <summary>An existing file or folder, as Get-Item returns it: with the properties that its view shows.</summary>
    /// <param name="state">The session state.</param>
    /// <param name="path">The full path.</param>
    public static PSObject ItemAt(SessionState state, string path) =>
        // PowerShell takes a backslash in a name for a separator of folders.
        OperatingSystem.IsWindows() || !path.Contains('\\')
            ? state.InvokeProvider.Item.Get([$"FileSystem::{path}"], force: true, literalPath: true)[0]
            : PSObject.AsPSObject(Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path));

    private static KubeApiException Contents(string parameter) => Invalid(
        $"-{parameter} expects a path. Its value looks like the contents of a file, and is not shown.",
        parameter switch
        {
            "TokenFile" => "To pass the token itself: -Token $token.",
            "ClientKey" or "ClientCertificate" => "Write certificate and key to files that only you can read, and pass their paths; or pass an "
                + "X509Certificate2 with its key: -ClientCertificate $certificate.",
            "CertificateAuthority" => "Pass the path of a file, PEM text (-----BEGIN CERTIFICATE-----), or an X509Certificate2.",
            "KubeConfig" => "Write it to a file that only you can read, and pass its path.",
            "InputFile" => "To send text to the command, pipe it in.",
            "Path" or "LiteralPath" => "To pass the text of manifests, pipe it in: $text | ConvertFrom-KubeApiYaml, or $text | Set-KubeApiObject.",
            _ => null,
        });

    /// <summary>The failure of a path.</summary>
    public static KubeApiException Invalid(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
