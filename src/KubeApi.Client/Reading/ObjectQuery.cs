using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Which objects to read from one server.</summary>
public sealed record ObjectQuery
{
    /// <summary>Any names of resource types, or of categories; each perhaps with an object's name.</summary>
    public required IReadOnlyList<(string Type, string? Name)> Resources { get; init; }

    /// <summary>The resource type, where it is known already; <see cref="Resources"/> then serves messages only.</summary>
    public ApiResource? Type { get; init; }

    /// <summary>The apiVersion whose kind <see cref="Resources"/> names, letter for letter; null where they are any names of types.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Names of objects, each read by itself.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether to list too, where names are given: something matches the list against patterns.</summary>
    public bool AlsoList { get; init; }

    /// <summary>The namespaces to look in; null for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Namespaces to look in instead; of types without namespaces, the objects of these names are meant.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>A subresource of the named objects to read instead of them.</summary>
    public string? Subresource { get; init; }

    /// <summary>Selectors, pages and versions.</summary>
    public ListOptions Options { get; init; } = new();

    /// <summary>The result of the whole query, where it could not go on.</summary>
    public ObjectQueryResult FailedWith(Exception failure) => ObjectQueryResult.Failed(string.Join(", ", Resources.Select(Describe)), failure);

    /// <summary>A type and name for messages: <c>pods</c>, <c>pod/web-1</c>.</summary>
    internal static string Describe((string Type, string? Name) resource) => resource.Name is null ? resource.Type : $"{resource.Type}/{resource.Name}";
}
