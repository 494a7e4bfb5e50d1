namespace KubeApi.Sandbox.Ownership;

/// <summary>A value that may be missing, which is different from null.</summary>
internal readonly record struct Side(bool IsPresent, JsonNode? Value)
{
    public Side(JsonNode? value)
        : this(true, value)
    {
    }

    /// <summary>Absent, null, or an empty map or list.</summary>
    public bool IsEmpty => Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    public static Side Of(JsonObject parent, string name) => parent.TryGetPropertyValue(name, out var value) ? new Side(value) : default;

    public static Side First(IReadOnlyList<JsonNode?> items) => items.Count == 0 ? default : new Side(items[0]);
}
