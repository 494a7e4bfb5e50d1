namespace KubeApi.Output;

/// <summary>Where a manifest stands.</summary>
/// <param name="file">The file, as it is told: from the folder that was current, or in full; null for a text that was given as such.</param>
/// <param name="document">The document in it, from 1.</param>
/// <param name="line">The line on which the document's value begins, from 1.</param>
/// <param name="item">The item of a List that is meant, from 1; 0 where the document is no List.</param>
internal sealed class ManifestPlace(string? file, int document, int line, int item) : Provenance
{
    /// <summary>Whether it stands in a file, and not in a text that somebody has before his eyes.</summary>
    public bool IsInFile => file is not null;

    /// <summary>The place of an item of this document's List.</summary>
    public ManifestPlace Item(int number) => new(file, document, line, number);

    /// <summary><c>web.yaml, document 2, line 14, item 3</c></summary>
    public override string ToString() =>
        $"{(file is null ? "" : $"{file}, ")}document {document}, line {line}{(item > 0 ? $", item {item}" : "")}";
}
