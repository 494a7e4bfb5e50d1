using KubeApi.Yaml;

namespace KubeApi.Output;

/// <summary>Where a manifest stands, or a field of it.</summary>
/// <param name="file">The file, as it is told: from the folder that was current, or in full; null for a text that was given as such.</param>
/// <param name="document">The document in it, from 1.</param>
/// <param name="line">The line on which the document's value begins, or the field, from 1.</param>
/// <param name="item">The item of a List that is meant, from 1; 0 where the document is no List.</param>
/// <param name="text">The text, in which a field can be found when it is refused; null if it is not known.</param>
internal sealed class ManifestPlace(string? file, int document, int line, int item, string? text) : Provenance
{
    private int _column;

    /// <summary>Whether it stands in a file, and not in a text that somebody has before his eyes.</summary>
    public bool IsInFile => file is not null;

    /// <summary>The place of an item of this document's List.</summary>
    public ManifestPlace Item(int number) => new(file, document, line, number, text);

    /// <summary>The place of a field, or of what should hold it; the manifest's own, where neither is there.</summary>
    /// <param name="field">The field's path, as servers tell it.</param>
    public ManifestPlace At(string field) =>
        text is not null && YamlLoader.CreateReader().Locate(text, document, item > 0 ? $"items[{item - 1}].{field.TrimStart('.')}" : field) is var (at, column)
            ? new(file, document, at, item, text) { _column = column }
            : this;

    /// <summary><c>web.yaml, document 2, line 14, column 3, item 3</c></summary>
    public override string ToString() =>
        $"{(file is null ? "" : $"{file}, ")}document {document}, line {line}{(_column > 0 ? $", column {_column}" : "")}{(item > 0 ? $", item {item}" : "")}";
}
