namespace KubeApi.Output;

/// <summary>
/// An object's <c>metadata</c>. It carries the object's hidden origin: the same property reaches the next cmdlet through Where-Object, variables, functions and
/// other runspaces. managedFields is omitted by default.
/// </summary>
internal sealed class MetadataProperty : JsonProperty
{
    public MetadataProperty(JsonSource source, int offset, int length, Provenance origin)
        : base("metadata", source, offset, length) => (Origin, Cells) = (origin, source.Cells);

    public Provenance Origin { get; }

    /// <summary>The server's cells of the object; null for none.</summary>
    public ServerCells? Cells { get; }

    // The name carries the origin, too, because Select-Object * copies the value of metadata but not this property.
    protected override object? Parse(JsonSource source, int offset) =>
        JsonValue.Parse(source, offset, source.ShowManagedFields ? default : "managedFields"u8, Origin);
}
