using System.Text.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Describing;

/// <summary>The content of a page about an object.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Json">The whole object.</param>
public sealed record PageContent(ApiResource Type, JsonElement Json)
{
    /// <summary>The location of the object, for the title: <c> in namespace 'shop' (session 'prod')</c>.</summary>
    public string Place { get; init; } = "";

    /// <summary>Its owners, the nearest first: <c>ReplicaSet/web-1</c>.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The objects that it owns, each with its depth, from 1; null if they were not searched.</summary>
    public IReadOnlyList<(string Object, int Depth)>? Dependents { get; init; }

    /// <summary>Tables of other objects that belong to it, such as the pods of a node.</summary>
    public IReadOnlyList<PageTable> Tables { get; init; } = [];

    /// <summary>The current time.</summary>
    public required DateTimeOffset Now { get; init; }
}
