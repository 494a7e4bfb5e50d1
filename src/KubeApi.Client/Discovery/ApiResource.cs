using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>A resource type that a server offers.</summary>
public sealed record ApiResource
{
    /// <summary>The plural name, as it stands in paths: <c>pods</c>.</summary>
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

    /// <summary>Whether its objects live in namespaces.</summary>
    public bool Namespaced { get; init; }

    /// <summary>What can be done with it: get, list, create, update, patch, delete, deletecollection, watch.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Categories it belongs to: <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Subresources: <c>status</c>, <c>scale</c>, <c>log</c>.</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> SubresourceVerbs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether <see cref="Version"/> is the one that the server prefers for this group.</summary>
    public bool IsPreferredVersion { get; init; }

    /// <summary>Group and version as objects carry them: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name with its group: <c>deployments.apps</c>, or <c>pods</c> for the core group.</summary>
    public string FullName => ToGroupVersionResource().FullName;

    /// <summary>Where its objects are: <c>/apis/apps/v1/namespaces/{namespace}/deployments</c>.</summary>
    public string Path => ToGroupVersionResource().GroupVersionPath + (Namespaced ? "/namespaces/{namespace}/" : "/") + Name;

    /// <summary>The subresources with which one of these things can be done: <c>get</c>, <c>patch</c>.</summary>
    public IEnumerable<string> SubresourcesWith(params string[] verbs) =>
        Subresources.Where(s => SubresourceVerbs.TryGetValue(s, out var can) && can.Intersect(verbs).Any());

    /// <summary>What a request must know of it.</summary>
    public GroupVersionResource ToGroupVersionResource() => new(Group, Version, Name, Namespaced);

    /// <summary>The name with its group.</summary>
    public override string ToString() => FullName;
}
