using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>The objects to read from one server.</summary>
public sealed record ObjectQuery
{
    /// <summary>Names of resource types or categories, each optionally with an object's name.</summary>
    public required IReadOnlyList<(string Type, string? Name)> Resources { get; init; }

    /// <summary>The resource type, if it is already known; <see cref="Resources"/> is then only for messages.</summary>
    public ApiResource? Type { get; init; }

    /// <summary>Exact names of objects, each read separately.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether to list in addition to the names, because the caller matches patterns.</summary>
    public bool AlsoList { get; init; }

    /// <summary>The namespaces to look in; null for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Namespaces to use instead; for cluster-scoped types, they are the names of objects.</summary>
    public IReadOnlyList<string> OtherNamespaces { get; init; } = [];

    /// <summary>A subresource of the named objects to read instead of them.</summary>
    public string? Subresource { get; init; }

    /// <summary>Selectors, pages and versions.</summary>
    public ListOptions Options { get; init; } = new();

    /// <summary>The result of a query that failed as a whole.</summary>
    public ObjectQueryResult FailedWith(Exception failure) => ObjectQueryResult.Failed(string.Join(", ", Resources.Select(Describe)), failure);

    /// <summary>A type and name for messages: <c>pods</c>, <c>pod/web-1</c>.</summary>
    internal static string Describe((string Type, string? Name) resource) => resource.Name is null ? resource.Type : $"{resource.Type}/{resource.Name}";
}
