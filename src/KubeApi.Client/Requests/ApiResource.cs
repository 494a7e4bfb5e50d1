namespace KubeApi.Client.Requests;

/// <summary>A resource type, for requests and with the data from discovery.</summary>
public sealed record ApiResource
{
    /// <summary>The plural name, as in paths: <c>pods</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The singular name: <c>pod</c>.</summary>
    public string SingularName { get; init; } = "";

    /// <summary>Short names: <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>The kind of its objects: <c>Pod</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The API version: <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Whether its objects are namespaced.</summary>
    public bool Namespaced { get; init; }

    /// <summary>The verbs: get, list, create, update, patch, delete, deletecollection, watch.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Its categories: <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Subresources: <c>status</c>, <c>scale</c>, <c>log</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> SubresourceVerbs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether <see cref="Version"/> is the group's preferred version.</summary>
    public bool IsPreferredVersion { get; init; }

    /// <summary>Group and version as in objects: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name with its group: <c>deployments.apps</c>, or <c>pods</c> for the core group.</summary>
    public string FullName => Group.Length == 0 ? Name : $"{Name}.{Group}";

    /// <summary>The kind of a list of its objects; null if unknown: a custom resource may have any kind.</summary>
    public string? ListKind => Kind.Length > 0 && !Group.Contains('.', StringComparison.Ordinal) ? $"{Kind}List" : null;

    /// <summary>The path of its objects: <c>/apis/apps/v1/namespaces/{namespace}/deployments</c>.</summary>
    public string Path => GroupVersionPath + (Namespaced ? "/namespaces/{namespace}/" : "/") + Name;

    /// <summary>The path of the version's resources: <c>/apis/apps/v1</c>, or <c>/api/v1</c> for the core group.</summary>
    internal string GroupVersionPath => PathOf(Group, Version);

    /// <summary>Whether group, version and name are single segments of a path: an extension API server must not lead requests to other paths.</summary>
    internal bool HasValidPath => IsSegment(Name) && IsSegment(Version) && (Group.Length == 0 || IsSegment(Group));

    /// <summary>A resource type with only its path.</summary>
    public static ApiResource Of(string group, string version, string name, bool namespaced) =>
        new() { Group = group, Version = version, Name = name, Namespaced = namespaced, Kind = "" };

    /// <summary>The path of a version's resources: <c>/apis/apps/v1</c>, or <c>/api/v1</c> for the core group.</summary>
    internal static string PathOf(string group, string version) => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";

    /// <summary>The path of the collection, of one namespace's part of it, or of one object.</summary>
    /// <exception cref="ArgumentException">The namespace or name is invalid in a path, or a namespaced object has no namespace.</exception>
    public string PathOf(string? @namespace, string? name, string? subresource = null)
    {
        if (name is not null && Namespaced && @namespace is null)
        {
            throw new ArgumentException($"'{Name}' is namespaced: a namespace is required.", nameof(@namespace));
        }

        return GroupVersionPath
            + (Namespaced && @namespace is not null ? "/namespaces/" + PathSegment.EscapeNamespace(@namespace) : "")
            + "/" + Name
            + (name is null ? "" : "/" + PathSegment.Escape(name))
            + (subresource is null ? "" : "/" + PathSegment.Escape(subresource, "subresource"));
    }

    /// <summary>Whether both are the same resource type and version, whatever discovery reports.</summary>
    public bool IsSameAs(ApiResource other) => Name == other.Name && Version == other.Version && Group == other.Group;

    /// <summary>The subresources that support one of the verbs: <c>get</c>, <c>patch</c>.</summary>
    public IEnumerable<string> SubresourcesWith(params string[] verbs) =>
        Subresources.Where(s => SubresourceVerbs.TryGetValue(s, out var can) && can.Intersect(verbs).Any());

    /// <summary>The name with its group.</summary>
    public override string ToString() => FullName;

    private static bool IsSegment(string text) =>
        PathSegment.Fault(text) is null && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
