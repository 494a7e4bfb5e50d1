namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The file tree of one start of a container, in memory. Paths are absolute or relative to `/`. Failures are IOExceptions with the message of the system call.
/// </summary>
internal sealed class ContainerFiles(TimeProvider time)
{
    public const UnixFileMode FileMode = (UnixFileMode)0b110_100_100;
    public const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;

    // All files of a container, in bytes.
    private const long Capacity = 512L * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ContainerFile> _files = new(StringComparer.Ordinal)
    {
        ["/"] = new ContainerFile { Mode = FolderMode, Modified = time.GetUtcNow() },
    };

    private long _size;

    /// <summary>The file at a path, or the target of a link there; null if there is none.</summary>
    public ContainerFile? Find(string path)
    {
        lock (_lock)
        {
            var found = _files.GetValueOrDefault(Normalize(path));
            return found?.Target is { } target ? _files.GetValueOrDefault(Normalize(target.StartsWith('/') ? target : $"{path}/../{target}")) : found;
        }
    }

    /// <summary>The same, which must exist.</summary>
    public ContainerFile Get(string path) => Find(path) ?? throw new IOException("No such file or directory");

    public byte[] Read(string path)
    {
        lock (_lock)
        {
            return Get(path).Content?.ToArray() ?? throw new IOException("Is a directory");
        }
    }

    /// <summary>The file or folder and all below it, by path; nothing if it does not exist.</summary>
    public IReadOnlyList<KeyValuePair<string, ContainerFile>> Tree(string path)
    {
        var top = Normalize(path);
        lock (_lock)
        {
            return [.. _files.Where(file => file.Key == top || file.Key.StartsWith(top.TrimEnd('/') + "/", StringComparison.Ordinal))];
        }
    }

    /// <summary>Creates a file, a folder (<paramref name="content"/> and <paramref name="target"/> are null) or a link.</summary>
    /// <returns>It, or the folder that exists.</returns>
    public ContainerFile Create(string path, byte[]? content, string? target = null, UnixFileMode mode = FileMode, DateTimeOffset? modified = null)
    {
        var full = Normalize(path);
        lock (_lock)
        {
            var present = _files.GetValueOrDefault(full);
            var isFolder = content is null && target is null;
            if (present is not null && (isFolder || present.IsFolder))
            {
                return !present.IsFolder ? throw new IOException("Not a directory") : isFolder ? present : throw new IOException("Is a directory");
            }

            Reserve(full, (content?.Length ?? 0) - (present?.Content?.Length ?? 0));
            var file = new ContainerFile
            {
                Content = content is null ? null : new MemoryStream(),
                Target = target,
                Mode = mode,
                Modified = modified ?? time.GetUtcNow(),
            };
            file.Content?.Write(content);
            return _files[full] = file;
        }
    }

    /// <summary>Creates a folder and those above it.</summary>
    public void CreateFolders(string path)
    {
        var folder = "";
        foreach (var part in path.Split('/'))
        {
            folder += "/" + part;
            Create(folder, null, mode: FolderMode);
        }
    }

    public void Append(ContainerFile file, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Reserve("/", bytes.Length);
            file.Content?.Write(bytes);
        }
    }

    /// <summary>Removes a file or a folder with all below it.</summary>
    public void Remove(string path)
    {
        lock (_lock)
        {
            foreach (var (key, file) in Tree(path))
            {
                _size -= file.Content?.Length ?? 0;
                _files.Remove(key);
            }
        }
    }

    /// <summary>Renames a file or a folder, or moves it into a folder.</summary>
    public void Move(string path, string destination)
    {
        var (from, to) = (Normalize(path), Normalize(destination));
        lock (_lock)
        {
            to = Find(to) is { IsFolder: true } ? to.TrimEnd('/') + from[from.LastIndexOf('/')..] : to;
            var tree = Tree(from);
            Reserve(to, 0);
            _ = tree.Count > 0 ? true : throw new IOException("No such file or directory");
            foreach (var (key, file) in tree)
            {
                _files.Remove(key);
                _files[to + key[from.Length..]] = file;
            }
        }
    }

    // The folder of a new file must exist, and its content must fit.
    private void Reserve(string full, long size)
    {
        var parent = full.LastIndexOf('/') is > 0 and var end ? full[..end] : "/";
        _ = _files.GetValueOrDefault(parent) is { IsFolder: true } ? true : throw new IOException("No such file or directory");
        _ = (_size += size) <= Capacity ? true : throw new IOException("No space left on device");
    }

    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return "/" + string.Join('/', parts);
    }
}
