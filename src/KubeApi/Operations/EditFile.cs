using System.Text;
using KubeApi.Client.Configuration;

namespace KubeApi.Operations;

/// <summary>
/// The temporary file of an edit. It is alone in a folder that only its owner can read, because editors write backup files next to it.
/// </summary>
internal sealed class EditFile : IDisposable
{
    // In UTF-8 at most 192 bytes: file systems allow 255, and a draft of the file has a longer name.
    private const int LongestName = 64;

    private readonly string _name;
    private DirectoryInfo _folder;

    /// <summary>Creates the folder.</summary>
    /// <param name="name">The file's name, which editors show: <c>deployment-web</c>. A long one is cut.</param>
    public EditFile(string name)
    {
        var invalid = System.IO.Path.GetInvalidFileNameChars();
        _name = string.Concat(name.Take(LongestName).Select(c => c is ':' || invalid.Contains(c) ? '-' : c)) + ".yaml";
        _folder = CreateFolder();
    }

    /// <summary>The file, in full.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, _name);

    /// <summary>Whether the file outlives the command.</summary>
    public bool IsKept { get; set; }

    /// <summary>The reason why the file can no longer be read, as a sentence; null if it can be read.</summary>
    public string? Fault =>
        !Directory.Exists(_folder.FullName) ? $"The editor removed the folder '{_folder.FullName}'."
        : FileKind.OtherThanRegular(Path) is { } other ? $"The editor replaced '{Path}' with {other}."
        : null;

    /// <summary>Writes the file, with mode 0600. If the editor replaced the file with something else, the file gets a new folder.</summary>
    public void Write(string text)
    {
        if (Fault is not null)
        {
            _folder = CreateFolder();
        }

        SecretFile.Write(Path, Encoding.UTF8.GetBytes(text), overwrite: true);
    }

    /// <summary>Reads the file; empty if the editor deleted it.</summary>
    public string Read() => File.Exists(Path) ? File.ReadAllText(Path) : "";

    /// <summary>Removes the folder, unless its file is kept.</summary>
    public void Dispose()
    {
        if (!IsKept && Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    private static DirectoryInfo CreateFolder() => Directory.CreateTempSubdirectory("kubeapi-edit-");
}
