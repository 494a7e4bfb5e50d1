using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Parses path, method and query: a verb on a resource, or on a non-resource path, by the rules of the real server's RequestInfo.</summary>
internal sealed record RequestInfo
{
    // Segments after namespaces/NAME/ that belong to the namespace itself.
    private static readonly string[] s_namespaceSubresources = ["status", "finalize"];

    public required string Path { get; init; }

    public required string Verb { get; init; }

    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Whether the path continues after the subresource, as only for proxies.</summary>
    public bool HasMore { get; init; }

    /// <summary>Whether the name is in the path, not in a field selector.</summary>
    public bool IsNamed { get; init; }

    public static RequestInfo Parse(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var method = request.Method;
        // apis/GROUP/VERSION/… or api/VERSION/…
        var prefix = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (prefix == 0)
        {
            return new RequestInfo { Path = path, Verb = method.ToLowerInvariant() };
        }

        var (group, version) = prefix == 2 ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts.AsSpan(prefix);
        // The old paths of watches.
        var isWatchPath = rest is ["watch", _, ..] && method == "GET";
        rest = isWatchPath ? rest[1..] : rest;
        var @namespace = "";
        if (rest is ["namespaces", var name, ..])
        {
            @namespace = name;
            if (rest.Length > 2 && !s_namespaceSubresources.Contains(rest[2]))
            {
                rest = rest[2..];
            }
        }

        var named = rest.Length > 1;
        var info = new RequestInfo
        {
            Path = path,
            IsResource = true,
            Group = group,
            Version = version,
            Namespace = @namespace,
            Resource = rest[0],
            Name = named ? rest[1] : "",
            IsNamed = named,
            Subresource = rest.Length > 2 ? rest[2] : "",
            HasMore = rest.Length > 3,
            Verb = "",
        };
        return info with
        {
            Verb = isWatchPath ? "watch" : VerbOf(method, named, request.Query),
            Name = named ? info.Name : NameInSelector(method, request.Query),
        };
    }

    public AccessRequest ToAccess() => new()
    {
        IsResource = IsResource,
        Verb = Verb,
        Group = Group,
        Version = Version,
        Namespace = Namespace,
        Resource = Resource,
        Subresource = Subresource,
        Name = Name,
        Path = Path,
    };

    private static string VerbOf(string method, bool named, IQueryCollection query) => method switch
    {
        "GET" or "HEAD" => named ? "get" : IsTrue(query["watch"].ToString()) ? "watch" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => "",
    };

    private static bool IsTrue(string value) => value is "1" or "true" or "True" or "TRUE" or "t" or "T";

    // A list of one name is authorized as access to that name, so a role with resourceNames can watch its object.
    private static string NameInSelector(string method, IQueryCollection query)
    {
        const string selector = "metadata.name=";
        var fields = query["fieldSelector"].ToString();
        return method == "GET" && fields.StartsWith(selector, StringComparison.Ordinal) && !fields.Contains(',')
            ? fields[selector.Length..].TrimStart('=')
            : "";
    }
}
