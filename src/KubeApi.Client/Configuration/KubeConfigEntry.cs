using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Configuration;

/// <summary>A named cluster, user or context, with the file it stands in: relative paths are relative to that.</summary>
internal sealed record KubeConfigEntry(string Name, JsonElement Value, string File)
{
    public string? Text(string field) => Value.TextOrNull(field);

    public bool IsTrue(string field) => Value.IsTrue(field);

    public bool Has(string field) => Value.Child(field).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>A path in the entry, made absolute; null if the field is absent or empty.</summary>
    public string? FilePath(string field) => Text(field) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(File)!) : null;

    // The value may hold a token or key: it never gets into a text.
    public override string ToString() => $"{Name} ({File})";
}
