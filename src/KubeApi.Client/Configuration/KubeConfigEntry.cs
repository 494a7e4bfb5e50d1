using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>A named cluster, user or context with its file, which relative paths are relative to.</summary>
internal sealed record KubeConfigEntry(string Name, JsonElement Value, string File)
{
    /// <summary>A string; null if it is missing or empty. A number is an error: ignoring it could connect as another user.</summary>
    public string? Text(string field) =>
        !Has(field) || Value.Child(field).ValueKind == JsonValueKind.String ? Value.TextOrNull(field) : throw Unexpected(field, "a string: quote it");

    public bool IsTrue(string field) =>
        !Has(field) || Value.Child(field).ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Value.IsTrue(field)
            : throw Unexpected(field, "true or false");

    /// <summary>A list of strings; empty if it is missing.</summary>
    public IReadOnlyList<string> Texts(string field) => TextList(Value.Child(field)) ?? throw Unexpected(field, "a list of strings: quote them");

    /// <summary>A list; empty if it is missing.</summary>
    public IEnumerable<JsonElement> Items(string field) =>
        !Has(field) || Value.Child(field).ValueKind == JsonValueKind.Array ? Value.Items(field) : throw Unexpected(field, "a list");

    /// <summary>Lists of strings by key; empty if it is missing.</summary>
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

    /// <summary>A nested entry.</summary>
    public KubeConfigEntry Child(string field) => this with { Value = Value.Child(field) };

    public bool Has(string field) => Value.Child(field).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The absolute path in a field; null if the field is missing or empty.</summary>
    public string? FilePath(string field) => Text(field) is not { } path ? null
        : FileContents.AreIn(path) || path.Contains('\0', StringComparison.Ordinal) ? throw NotAPath(field)
        : Path.GetFullPath(path, Path.GetDirectoryName(File)!) is var full && FileContents.MayBeIn(path) && !Path.Exists(full) ? throw NotAPath(field)
        : full;

    private KubeApiException NotAPath(string field) => Unexpected(field, field switch
    {
        "tokenFile" => "a path; a token belongs in the field 'token'",
        "command" => "a path",
        _ => $"a path; base64 of the contents of a file belongs in the field '{field}-data'",
    });

    private static List<string>? TextList(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Array when list.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(t => t.GetString()!)],
        _ => null,
    };

    private KubeApiException Unexpected(string field, string expected) =>
        Invalid($"The field '{field}' of '{this}' in the kubeconfig must be {expected}.");

    // The value may contain a token or a key, so it is not shown.
    public override string ToString() => $"{Name} ({File})";
}
