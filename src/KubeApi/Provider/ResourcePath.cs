using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Provider;

/// <summary>
/// A path inside the provider, parsed: the name of the session, then a path of its server, as <c>/prod/apis/batch/v1/namespaces/default/jobs/backup</c>.
/// Parsing sends nothing.
/// </summary>
/// <param name="Session">The name of the session.</param>
/// <param name="Level">The kind of place.</param>
internal sealed record ResourcePath(string Session, PathLevel Level)
{
    /// <summary>The API group; empty for the core group; null above the groups.</summary>
    public string? Group { get; init; }

    /// <summary>The version; null above the versions.</summary>
    public string? Version { get; init; }

    /// <summary>The namespace; null for none, or for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>The resource type; null above the collections.</summary>
    public string? Resource { get; init; }

    /// <summary>The object's name; null above the objects.</summary>
    public string? Name { get; init; }

    /// <summary>The subresource; null for none.</summary>
    public string? Subresource { get; init; }

    /// <summary>Whether items are below it. An object is a leaf: its subresources can be named, but are not listed.</summary>
    public bool IsContainer => Level < PathLevel.Object;

    /// <summary>The path on the server: <c>/apis/batch/v1</c>; <c>/</c> for the root. Names are as <see cref="Segment"/> writes them.</summary>
    public string ServerPath
    {
        get
        {
            string?[] version = Level switch
            {
                PathLevel.Root => [],
                PathLevel.Groups => ["apis"],
                _ => Group!.Length == 0 ? ["api", Version] : ["apis", Group, Version],
            };
            string?[] scope = Level == PathLevel.Namespaces ? ["namespaces"] : Namespace is null ? [] : ["namespaces", Namespace];
            return "/" + string.Join('/', version.Concat(scope).Append(Resource).Append(Name).Append(Subresource).OfType<string>().Select(Segment));
        }
    }

    /// <summary>The first segment of a session's paths, with a leading slash. The name of a session may hold any character.</summary>
    public static string RootOf(string session) => "/" + Uri.EscapeDataString(session);

    /// <summary>
    /// A name as a segment of a path. Characters that PowerShell takes for a pattern, for another slash, or for the end of an argument that it completes are
    /// percent-encoded. No name contains a percent sign.
    /// </summary>
    public static string Segment(string name) =>
        name.Any(IsUnsafe) ? string.Concat(name.Select(c => IsUnsafe(c) ? Uri.EscapeDataString($"{c}") : $"{c}")) : name;

    /// <summary>Parses a path. Both kinds of slash separate segments.</summary>
    /// <returns>The place; null if no server has such a path, also because a segment is empty or cannot be a name.</returns>
    public static ResourcePath? TryParse(string path)
    {
        var segments = path.Replace('\\', '/').Split('/');
        if (segments is not ["", not "", ..])
        {
            return null;
        }

        // PowerShell users append a slash to folders.
        var names = Array.ConvertAll(segments[^1].Length == 0 ? segments[1..^1] : segments[1..], Uri.UnescapeDataString);
        if (Array.Exists(names[1..], n => PathSegment.Fault(n) is not null))
        {
            return null;
        }

        var session = names[0];
        return names[1..] switch
        {
            [] => new(session, PathLevel.Root),
            ["apis"] => new(session, PathLevel.Groups),
            ["api"] => new(session, PathLevel.Group) { Group = "" },
            ["apis", var group] => new(session, PathLevel.Group) { Group = group },
            ["api", var version, .. var rest] => Below(new(session, PathLevel.Version) { Group = "", Version = version }, rest),
            ["apis", var group, var version, .. var rest] => Below(new(session, PathLevel.Version) { Group = group, Version = version }, rest),
            _ => null,
        };
    }

    /// <summary>The place of an object that a list of this place has returned.</summary>
    /// <param name="namespace">The object's namespace; null for a cluster-scoped object.</param>
    /// <param name="name">The object's name.</param>
    public ResourcePath ToObject(string? @namespace, string name) => Level == PathLevel.Namespaces
        ? this with { Level = PathLevel.Namespace, Namespace = name }
        : this with { Level = PathLevel.Object, Namespace = @namespace, Name = name };

    /// <summary>The path inside the provider.</summary>
    public override string ToString() => Level == PathLevel.Root ? RootOf(Session) : RootOf(Session) + ServerPath;

    // \u2018 to \u201E are the typographic quotes, which PowerShell takes for quotes.
    private static bool IsUnsafe(char c) =>
        c is '"' or '`' or '$' or '*' or '?' or '[' or ']' or '\\' or (>= '\u2018' and <= '\u201E')
        || (c != ' ' && char.IsWhiteSpace(c)) || TerminalText.HasControls([c]);

    private static ResourcePath? Below(ResourcePath version, string[] names) => names switch
    {
        [] => version,
        ["namespaces"] => version with { Level = PathLevel.Namespaces },
        ["namespaces", var scope] => version with { Level = PathLevel.Namespace, Namespace = scope },
        ["namespaces", var scope, .. var rest] => InScope(version with { Namespace = scope }, rest),
        _ => InScope(version, names),
    };

    private static ResourcePath? InScope(ResourcePath scope, string[] names) => names switch
    {
        [var resource] => scope with { Level = PathLevel.Collection, Resource = resource },
        [var resource, var name] => scope with { Level = PathLevel.Object, Resource = resource, Name = name },
        [var resource, var name, var part] => scope with { Level = PathLevel.Subresource, Resource = resource, Name = name, Subresource = part },
        _ => null,
    };
}
