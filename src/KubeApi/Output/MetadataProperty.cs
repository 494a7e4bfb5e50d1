namespace KubeApi.Output;

/// <summary>
/// An object's <c>metadata</c>. It carries the object's origin, unseen: the same property reaches the next cmdlet through Where-Object,
/// variables, functions and other runspaces. managedFields is left out unless asked for.
/// </summary>
internal sealed class MetadataProperty : JsonProperty
{
    public MetadataProperty(JsonSource source, int offset, int length, Provenance origin)
        : base("metadata", source, offset, length) => (Origin, Cells) = (origin, source.Cells);

    public Provenance Origin { get; }

    /// <summary>The server's cells of the object; null for none.</summary>
    public ServerCells? Cells { get; }

    // The name inside carries the origin too: Select-Object * copies the value of metadata, and not this property.
    protected override object? Parse(JsonSource source, int offset) =>
        JsonValue.Parse(source, offset, source.ShowManagedFields ? default : "managedFields"u8, Origin);
}
