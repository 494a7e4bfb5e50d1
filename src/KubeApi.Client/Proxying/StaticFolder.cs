namespace KubeApi.Client.Proxying;

/// <summary>Finds the files of a folder. It follows no links, and finds no hidden files.</summary>
internal sealed class StaticFolder
{
    private readonly string _root;

    /// <exception cref="ArgumentException">The folder does not exist.</exception>
    public StaticFolder(string folder)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(_root))
        {
            throw new ArgumentException($"The folder '{folder}' does not exist.");
        }
    }

    /// <summary>The file of a path below the prefix, still encoded; null if there is none. A folder means its index.html.</summary>
    public string? Find(string path)
    {
        var file = _root;
        foreach (var segment in Uri.UnescapeDataString(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            file = Path.Combine(file, segment);
            // A name that holds a separator or a drive leaves the folder on Windows.
            if (segment[0] == '.' || segment.AsSpan().IndexOfAny('\\', ':', Path.DirectorySeparatorChar) >= 0 || IsLink(file))
            {
                return null;
            }
        }

        file = Directory.Exists(file) ? Path.Combine(file, "index.html") : file;
        return File.Exists(file) && !IsLink(file) ? file : null;
    }

    /// <summary>Opens a file that was found; null if it cannot be read, or is not a regular file.</summary>
    public static Stream? TryOpen(string file)
    {
        try
        {
            // A named pipe, a socket and a device have no length either, and opening one may block forever.
            if (new FileInfo(file).Length == 0)
            {
                return Stream.Null;
            }

            var content = File.OpenRead(file);
            if (content.CanSeek)
            {
                return content;
            }

            content.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The media type of a file, by its extension.</summary>
    public static string MediaTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".txt" => "text/plain; charset=utf-8",
        ".json" or ".map" => "application/json",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".ico" => "image/x-icon",
        ".wasm" => "application/wasm",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
