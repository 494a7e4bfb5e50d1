namespace KubeApi.Client.Streaming.Copying;

/// <summary>A plan to move a complete tree to its destination, where parts of it may already exist: the entries to move, and the conflicts.</summary>
internal sealed record MergePlan
{
    /// <summary>The reason of a conflict that overwriting would solve.</summary>
    public const string FileExists = "it exists";

    /// <summary>The paths to move, below the root; a folder with all that it contains. Empty strings mean the root.</summary>
    public required IReadOnlyList<string> Moves { get; init; }

    /// <summary>The paths that cannot be moved, and the reasons.</summary>
    public required IReadOnlyList<(string Path, string Reason)> Conflicts { get; init; }

    /// <summary>Creates a plan.</summary>
    /// <param name="entries">The tree, folders before their items.</param>
    /// <param name="existing">The existing entries at the target by path: whether each is a folder; a link is not.</param>
    /// <param name="overwrites">Whether files are overwritten.</param>
    public static MergePlan Make(IEnumerable<TreeEntry> entries, IReadOnlyDictionary<string, bool> existing, bool overwrites)
    {
        List<string> moves = [];
        List<(string Path, string Reason)> conflicts = [];
        // Folders whose items are decided already.
        HashSet<string> settled = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var isFolder = entry.Kind == ItemKind.Folder;
            if (IsBelow(entry.Path, settled))
            {
                continue;
            }

            if (!existing.TryGetValue(entry.Path, out var isPresentFolder))
            {
                moves.Add(entry.Path);
                settled.Add(entry.Path);
            }
            else if (isFolder != isPresentFolder)
            {
                conflicts.Add((entry.Path, isPresentFolder ? "a folder of that name exists" : "a file or a link of that name exists"));
                settled.Add(entry.Path);
            }
            else if (!isFolder && !overwrites)
            {
                conflicts.Add((entry.Path, FileExists));
            }
            else if (!isFolder)
            {
                moves.Add(entry.Path);
            }
        }

        return new MergePlan { Moves = moves, Conflicts = conflicts };
    }

    /// <summary>Whether an entry is moved, by itself or with a folder; else it need not be sent.</summary>
    public Func<string, bool> IsMoved()
    {
        var moves = Moves.ToHashSet(StringComparer.Ordinal);
        return path => moves.Contains(path) || IsBelow(path, moves);
    }

    private static bool IsBelow(string path, HashSet<string> folders)
    {
        if (path.Length == 0 || folders.Count == 0)
        {
            return false;
        }

        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (folders.Contains(path[..end]))
            {
                return true;
            }
        }

        return folders.Contains("");
    }
}
