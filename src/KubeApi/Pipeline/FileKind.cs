using System.Management.Automation;

namespace KubeApi.Pipeline;

/// <summary>Tells regular files from folders, links, devices, pipes and sockets, which must not be read as a file, or replaced by one.</summary>
internal static class FileKind
{
    /// <summary>What a path is, if that is no regular file; null for a regular file, and if there is nothing. Links are not followed.</summary>
    /// <param name="provider">The providers of the runspace: FileSystem knows the kinds of Unix, and .NET does not.</param>
    /// <param name="path">The path, in full.</param>
    /// <returns>A noun: <c>a folder</c>.</returns>
    public static string? OtherThanRegular(ProviderIntrinsics provider, string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            return "a link";
        }

        if (Directory.Exists(path) || !file.Exists)
        {
            return Directory.Exists(path) ? "a folder" : null;
        }

        var item = provider.Item.Get([$"Microsoft.PowerShell.Core\\FileSystem::{path}"], force: true, literalPath: true).FirstOrDefault();
        // PowerShell adds it on Unix; its UnixMode shows a pipe as a file.
        var kind = item?.Properties["UnixStat"]?.Value is { } stat ? PSObject.AsPSObject(stat).Properties["ItemType"]?.Value : null;
        return $"{kind}" switch
        {
            "BlockDevice" or "CharacterDevice" => "a device",
            "NamedPipe" => "a named pipe",
            "Socket" => "a socket",
            _ => null,
        };
    }
}
