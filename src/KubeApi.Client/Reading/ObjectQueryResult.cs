using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>One object, or one failure; after a failure the others go on.</summary>
/// <param name="Resource">The object's resource type; null with a failure.</param>
/// <param name="Json">The object's JSON; null with a failure.</param>
/// <param name="Failure">What went wrong: a <see cref="Errors.KubeApiException"/> or an argument error; null with an object.</param>
/// <param name="Target">What was addressed: the object's name, or the resource type that was listed.</param>
/// <param name="Position">The object's place in its list, from 1; 0 if it was named.</param>
public readonly record struct ObjectQueryResult(ApiResource? Resource, byte[]? Json, Exception? Failure, string Target, int Position)
{
    /// <summary>Whether the object comes from a list, and not from being named.</summary>
    public bool IsListed => Position > 0;

    /// <summary>Whether the query asks for several resource types.</summary>
    public bool IsOneOfSeveralTypes { get; init; }

    internal static ObjectQueryResult Named(ApiResource resource, byte[] json, string name) => new(resource, json, null, name, 0);

    internal static ObjectQueryResult Listed(ApiResource resource, byte[] json, int position) => new(resource, json, null, resource.Name, position);

    internal static ObjectQueryResult Failed(string target, Exception failure) => new(null, null, failure, target, 0);
}
