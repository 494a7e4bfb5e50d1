namespace KubeApi.Sandbox.Json;

/// <summary>Dotted paths into JSON objects: `spec.nodeName`.</summary>
internal static class JsonPaths
{
    public static JsonNode? At(this JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var part in path.Split('.'))
        {
            node = node is JsonObject parent && parent.TryGetPropertyValue(part, out var child) ? child : null;
        }

        return node;
    }

    public static string? StringAt(this JsonObject root, string path) =>
        root.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Any scalar as the string that field selectors compare.</summary>
    public static string? TextAt(this JsonObject root, string path) => root.At(path) switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static bool IsTrueAt(this JsonObject root, string path) => root.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static long? IntegerAt(this JsonObject root, string path) =>
        root.At(path) is JsonValue value && long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A number, or a percentage of a total.</summary>
    public static long ShareOf(this JsonNode value, long total, bool isUp = true)
    {
        var text = value.ToString();
        var number = long.TryParse(text.TrimEnd('%'), CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        return text.EndsWith('%') ? ((number * total) + (isUp ? 99 : 0)) / 100 : number;
    }

    /// <summary>A duration in seconds, at most a thousand years; null if there is none.</summary>
    public static TimeSpan? SecondsAt(this JsonObject root, string path) =>
        root.IntegerAt(path) is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1000L * 365 * 24 * 3600)) : null;

    /// <summary>A time of the API; null if there is none.</summary>
    public static DateTimeOffset? TimeAt(this JsonObject root, string path) =>
        root.StringAt(path) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The objects of a list; empty if it is not a list.</summary>
    public static IEnumerable<JsonObject> ObjectsAt(this JsonObject root, string path) => (root.At(path) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Sets a copy of the value, creating parent objects; null removes.</summary>
    public static void Set(this JsonObject root, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var node = root;
        foreach (var part in parts[..^1])
        {
            if (node[part] is not JsonObject child)
            {
                if (value is null)
                {
                    return;
                }

                node[part] = child = [];
            }

            node = child;
        }

        if (value is null)
        {
            node.Remove(parts[^1]);
        }
        else
        {
            node[parts[^1]] = value.DeepClone();
        }
    }

    /// <summary>The strings of a list; empty if it is not a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.GetValue<string>())];

    public static JsonObject Child(this JsonObject root, string name)
    {
        if (root[name] is not JsonObject child)
        {
            root[name] = child = [];
        }

        return child;
    }
}
