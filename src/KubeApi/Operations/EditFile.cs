using System.Text;
using KubeApi.Client.Configuration;

namespace KubeApi.Operations;

/// <summary>
/// The temporary file of an edit. It is alone in a folder that only its owner can read, because editors write backup files beside it.
/// </summary>
internal sealed class EditFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-edit-");

    /// <summary>Creates the folder.</summary>
    /// <param name="name">The file's name, which editors show: <c>deployment-web</c>.</param>
    public EditFile(string name)
    {
        var invalid = System.IO.Path.GetInvalidFileNameChars();
        Path = System.IO.Path.Combine(_folder.FullName, string.Concat(name.Select(c => c is ':' || invalid.Contains(c) ? '-' : c)) + ".yaml");
    }

    /// <summary>The file, in full.</summary>
    public string Path { get; }

    /// <summary>Whether the file outlives the command.</summary>
    public bool IsKept { get; set; }

    /// <summary>Writes the file, with mode 0600.</summary>
    public void Write(string text) => SecretFile.Write(Path, Encoding.UTF8.GetBytes(text), overwrite: true);

    /// <summary>Reads the file; empty if the editor deleted it.</summary>
    public string Read() => File.Exists(Path) ? File.ReadAllText(Path) : "";

    /// <summary>Removes the folder, unless its file is kept.</summary>
    public void Dispose()
    {
        if (!IsKept)
        {
            _folder.Delete(recursive: true);
        }
    }
}
