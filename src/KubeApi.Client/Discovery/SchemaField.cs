namespace KubeApi.Client.Discovery;

/// <summary>A field of a resource type, from the server's schema.</summary>
/// <param name="Name">The name: <c>type</c>.</param>
/// <param name="Path">The path from the resource type on: <c>deployment.spec.strategy.type</c>.</param>
/// <param name="Type">The type as kubectl explain writes it: <c>string</c>, <c>[]Container</c>, <c>map[string]string</c>, <c>Object</c>.</param>
/// <param name="Required">Whether an object must have the field.</param>
/// <param name="Default">The value without the field: a string, a number, a Boolean, or JSON; null for none.</param>
/// <param name="Enum">The values that are allowed; empty for any.</param>
/// <param name="Description">The description; empty for none.</param>
public sealed record SchemaField(string Name, string Path, string Type, bool Required, object? Default, IReadOnlyList<string> Enum, string Description)
{
    /// <summary>The number of fields between the requested one and this one.</summary>
    public int Depth { get; init; }
}
