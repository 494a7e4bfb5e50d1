using System.Text.RegularExpressions;

namespace KubeApi.Tests.Conventions;

/// <summary>The dependencies between the folders of a project, by the namespaces that their files use.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    /// <param name="project">The project's root namespace: <c>KubeApi.Client</c>.</param>
    /// <param name="folder">The file's folder in the project: <c>Http</c>.</param>
    /// <param name="text">The file's text.</param>
    public void Add(string project, string folder, string text)
    {
        if (!_uses.TryGetValue(folder, out var used))
        {
            _uses[folder] = used = new HashSet<string>(StringComparer.Ordinal);
        }

        foreach (Match match in Regex.Matches(text, $@"(?<![\w.]){Regex.Escape(project)}\.(\w+)"))
        {
            used.Add(match.Groups[1].Value);
        }
    }

    /// <summary>A cycle of folders, the first one again at the end: <c>A, B, A</c>; empty if there is none.</summary>
    public IReadOnlyList<string> FindCycle()
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        return _uses.Keys.Order(StringComparer.Ordinal).Select(f => Follow(f, [], done)).FirstOrDefault(c => c.Count > 0) ?? [];
    }

    private List<string> Follow(string folder, List<string> path, HashSet<string> done)
    {
        if (path.IndexOf(folder) is >= 0 and var start)
        {
            return [.. path[start..], folder];
        }

        if (!_uses.TryGetValue(folder, out var used) || done.Contains(folder))
        {
            return [];
        }

        path.Add(folder);
        var cycle = used.Where(f => f != folder).Order(StringComparer.Ordinal).Select(f => Follow(f, path, done)).FirstOrDefault(c => c.Count > 0);
        path.RemoveAt(path.Count - 1);
        done.Add(folder);
        return cycle ?? [];
    }
}
