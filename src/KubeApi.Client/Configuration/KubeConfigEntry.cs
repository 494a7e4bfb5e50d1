using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Configuration;

/// <summary>A named cluster, user or context, with the file it stands in: relative paths are relative to that.</summary>
internal sealed record KubeConfigEntry(string Name, JsonElement Value, string File)
{
    /// <summary>A text; null if it is absent or empty. A number there is a mistake: read as nothing, it would connect as somebody else.</summary>
    public string? Text(string field) =>
        !Has(field) || Value.Child(field).ValueKind == JsonValueKind.String ? Value.TextOrNull(field) : throw Unexpected(field, "a string: quote it");

    public bool IsTrue(string field) =>
        !Has(field) || Value.Child(field).ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Value.IsTrue(field)
            : throw Unexpected(field, "true or false");

    /// <summary>A list of texts; empty if it is absent.</summary>
    public IReadOnlyList<string> Texts(string field) => TextList(Value.Child(field)) ?? throw Unexpected(field, "a list of strings: quote them");

    /// <summary>A list; empty if it is absent.</summary>
    public IEnumerable<JsonElement> Items(string field) =>
        !Has(field) || Value.Child(field).ValueKind == JsonValueKind.Array ? Value.Items(field) : throw Unexpected(field, "a list");

    /// <summary>Lists of texts by key; empty if it is absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextLists(string field)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (Has(field))
        {
            foreach (var key in Value.Child(field) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : throw Unexpected(
                field, "lists of strings, by key"))
            {
                lists.Add(key.Name, TextList(key.Value) ?? throw Unexpected(field, "lists of strings, by key: quote them"));
            }
        }

        return lists;
    }

    /// <summary>A part with fields of its own.</summary>
    public KubeConfigEntry Child(string field) => this with { Value = Value.Child(field) };

    public bool Has(string field) => Value.Child(field).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A path in the entry, made absolute; null if the field is absent or empty.</summary>
    public string? FilePath(string field) => Text(field) is not { } path ? null
        : !path.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(path, Path.GetDirectoryName(File)!)
        : throw Unexpected(field, "a path");

    private static List<string>? TextList(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Array when list.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(t => t.GetString()!)],
        _ => null,
    };

    private KubeApiException Unexpected(string field, string expected) =>
        new(FailureKind.InvalidConfiguration, $"The field '{field}' of '{this}' in the kubeconfig must be {expected}.");

    // The value may hold a token or key: it never gets into a text.
    public override string ToString() => $"{Name} ({File})";
}
