using KubeApi.Yaml;

namespace KubeApi.Output;

/// <summary>The place of a manifest, or of a field in it.</summary>
/// <param name="file">The file's path in messages; null for a string.</param>
/// <param name="document">The number of the document, from 1.</param>
/// <param name="line">The line on which the document's value begins, or the field, from 1.</param>
/// <param name="item">The number of the item in a List, from 1; 0 if the document is not a List.</param>
/// <param name="text">The source, in which an invalid field can be located; null if unknown.</param>
internal sealed class ManifestPlace(string? file, int document, int line, int item, string? text) : Provenance
{
    private int _column;

    /// <summary>Whether the place is in a file, not in a string on the command line.</summary>
    public bool IsInFile => file is not null;

    /// <summary>The place of an item of this document's List.</summary>
    public ManifestPlace Item(int number) => new(file, document, line, number, text);

    /// <summary>The place of a field, or of its parent; the manifest's own if neither exists.</summary>
    /// <param name="field">The field's path, in the server's notation.</param>
    public ManifestPlace At(string field) =>
        text is not null && YamlLoader.CreateReader().Locate(text, document, item > 0 ? $"items[{item - 1}].{field.TrimStart('.')}" : field) is var (at, column)
            ? new(file, document, at, item, text) { _column = column }
            : this;

    /// <summary><c>web.yaml, document 2, line 14, column 3, item 3</c></summary>
    public override string ToString() =>
        $"{(file is null ? "" : $"{file}, ")}document {document}, line {line}{(_column > 0 ? $", column {_column}" : "")}{(item > 0 ? $", item {item}" : "")}";
}
