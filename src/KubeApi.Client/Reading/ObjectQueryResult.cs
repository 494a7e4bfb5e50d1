using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>One object, or one failure; after a failure, the others follow.</summary>
/// <param name="Resource">The object's resource type; null with a failure.</param>
/// <param name="Json">The object's JSON; null with a failure.</param>
/// <param name="Failure">The failure: a <see cref="Errors.KubeApiException"/> or an argument error; null with an object.</param>
/// <param name="Target">The target: the object's name, or the resource type of the list.</param>
/// <param name="Position">The object's position in its list, from 1; 0 if it was read by name.</param>
public readonly record struct ObjectQueryResult(ApiResource? Resource, byte[]? Json, Exception? Failure, string Target, int Position)
{
    /// <summary>Whether the object is from a list.</summary>
    public bool IsListed => Position > 0;

    /// <summary>Whether the query is for several resource types.</summary>
    public bool IsOneOfSeveralTypes { get; init; }

    /// <summary>Whether the query reads several namespaces, and the object is in one of them.</summary>
    public bool IsOneOfSeveralNamespaces { get; init; }

    /// <summary>The JSON array of the server's cells; null if the server returned no table.</summary>
    public byte[]? Cells { get; init; }

    /// <summary>The columns of the cells, shared by the objects of a page; null if the server returned no table.</summary>
    public IReadOnlyList<TableColumn>? Columns { get; init; }

    internal static ObjectQueryResult Named(ApiResource resource, ListItem item, string name) =>
        new(resource, item.Json, null, name, 0) { Cells = item.Cells, Columns = item.Columns };

    internal static ObjectQueryResult Listed(ApiResource resource, ListItem item, int position) =>
        new(resource, item.Json, null, resource.Name, position) { Cells = item.Cells, Columns = item.Columns };

    internal static ObjectQueryResult Failed(string target, Exception failure) => new(null, null, failure, target, 0);
}
