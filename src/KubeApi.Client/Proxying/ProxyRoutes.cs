namespace KubeApi.Client.Proxying;

/// <summary>The two parts of a proxy: the API under one prefix, and the files of a folder under another.</summary>
internal sealed class ProxyRoutes
{
    private readonly string _apiPrefix;
    private readonly string _staticPrefix;
    private readonly StaticFolder? _files;

    /// <exception cref="ArgumentException">A prefix or the folder is invalid.</exception>
    public ProxyRoutes(ApiProxyOptions options)
    {
        _apiPrefix = Normalize(options.ApiPrefix);
        _staticPrefix = Normalize(options.StaticPrefix);
        _files = options.StaticPath is { } folder ? new StaticFolder(folder) : null;
    }

    /// <summary>Whether a path is one of the folder's, whether or not there is a file.</summary>
    public bool IsStatic(string path) =>
        _files is not null && path.StartsWith(_staticPrefix, StringComparison.Ordinal)
        && !(_apiPrefix.Length > _staticPrefix.Length && path.StartsWith(_apiPrefix, StringComparison.Ordinal));

    /// <summary>The file of a path; null if there is none.</summary>
    public string? FileOf(string path) => _files?.Find(path[_staticPrefix.Length..]);

    /// <summary>The path and query at the API server; null if they are not below the prefix.</summary>
    public string? TargetOf(string target) =>
        !target.StartsWith(_apiPrefix, StringComparison.Ordinal) ? null
        // As kubectl: a prefix such as /api/v1/ is the API's own.
        : _apiPrefix.StartsWith("/api", StringComparison.Ordinal) ? target
        : target[(_apiPrefix.Length - 1)..];

    private static string Normalize(string prefix)
    {
        var normalized = "/" + prefix.Trim('/') + "/";
        return normalized == "//" ? "/"
            : (RequestTargetCheck.FaultOfEncoding(normalized) ?? RequestTargetCheck.FaultOfPath(normalized)) is { } fault
                ? throw new ArgumentException($"The prefix '{prefix}' {fault}.")
            : normalized;
    }
}
