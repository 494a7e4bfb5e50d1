using System.Collections;
using System.Text.Json.Nodes;

namespace KubeApi.Binding;

/// <summary>
/// The manifests of a cmdlet's input. Strings without a line break are the lines of one document, as Get-Content and native programs write them; a
/// string with line breaks, or in braces, is a separate document.
/// </summary>
internal sealed class ManifestInput
{
    private readonly List<string> _lines = [];
    private bool _wasGiven;
    private bool _hasManifest;

    /// <summary>Whether the collected lines are an unfinished document.</summary>
    public bool IsInText => _lines.Count > 0;

    /// <summary>Whether there was input, but no object in it. Known at the end of the input.</summary>
    public bool IsEmpty => _wasGiven && !_hasManifest;

    /// <summary>Adds an object or a string. Lines are collected until their document ends.</summary>
    public IEnumerable<ManifestResult> Add(object? input)
    {
        _wasGiven = true;
        return Note(Take(input));
    }

    /// <summary>Returns the manifests of the collected lines, at the end of the input.</summary>
    public IEnumerable<ManifestResult> Complete() => Note(ReadLines());

    /// <summary>Returns the manifests of files and folders. A file that cannot be read is a failure; the others are returned.</summary>
    public IEnumerable<ManifestResult> ReadFiles(IEnumerable<string> paths, ManifestPaths files)
    {
        _wasGiven = true;
        return Note(paths.SelectMany(path => ManifestResult.Attempt(
            () => LocalPath.TargetOf(path, "Path"), () => files.Resolve(path).SelectMany(root => ReadRoot(root, files)))));
    }

    private static List<ManifestResult> ReadRoot(string root, ManifestPaths files) => ManifestResult.Attempt(() => root, () =>
    {
        List<ManifestResult> unreadable = [];
        var found = files.FindFiles(root, (folder, e) => unreadable.Add(new ManifestResult(null, folder, e))).ToList();
        return [.. unreadable, .. found.SelectMany(file => Manifest.ReadFile(file, files.DisplayPath(file)))];
    });

    private IEnumerable<ManifestResult> Take(object? input)
    {
        switch (EmptyValue.Unwrap(input))
        {
            case string text when !text.Contains('\n', StringComparison.Ordinal) && (IsInText || !IsInBraces(text)):
                _lines.Add(text);
                return [];
            case IEnumerable list and not (string or IDictionary or JsonNode):
                return list.Cast<object?>().SelectMany(Take);
            default:
                return ReadLines().Concat(Manifest.Read(input));
        }
    }

    private IEnumerable<ManifestResult> ReadLines()
    {
        if (!IsInText)
        {
            yield break;
        }

        var text = string.Join('\n', _lines);
        _lines.Clear();
        foreach (var result in Manifest.Read(text))
        {
            yield return result;
        }
    }

    private IEnumerable<ManifestResult> Note(IEnumerable<ManifestResult> results) => results.Select(result =>
    {
        _hasManifest = true;
        return result;
    });

    private static bool IsInBraces(string text) => text.AsSpan().Trim() is ['{', .., '}'];
}
