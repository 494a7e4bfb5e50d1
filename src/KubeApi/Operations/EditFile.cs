using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

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

    // The reason why the file is no longer there, as a sentence; null if it is.
    private string? Fault =>
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

    /// <summary>Reads the file, which is empty if the editor deleted it. A file that is not readable text is kept.</summary>
    /// <returns>The text, or the reason why it cannot be read, as a sentence.</returns>
    public (string? Text, string? Fault) Read()
    {
        if (Fault is { } replaced)
        {
            return (null, replaced);
        }

        try
        {
            return (File.Exists(Path) ? TextFile.Read(Path, "edited file") : "", null);
        }
        catch (KubeApiException e)
        {
            IsKept = true;
            return (null, e.Message);
        }
    }

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
