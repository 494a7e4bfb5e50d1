using System.Text;
using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>
/// An object's <c>metadata</c>. It carries the object's hidden origin: the same property reaches the next cmdlet through Where-Object, variables, functions and
/// other runspaces. managedFields is omitted by default.
/// </summary>
internal sealed class MetadataProperty : JsonProperty
{
    private readonly bool _showManagedFields;

    public MetadataProperty(JsonSource source, int offset, int length, Provenance origin)
        : base("metadata", source, offset, length) => (Origin, Cells, _showManagedFields) = (origin, source.Cells, source.ShowManagedFields);

    public Provenance Origin { get; }

    /// <summary>The server's cells of the object; null for none.</summary>
    public ServerCells? Cells { get; }

    private static ReadOnlySpan<byte> ManagedFields => "managedFields"u8;

    /// <summary>Writes the original fields that are shown; false once the value was read.</summary>
    public override bool TryWriteUntouched(Utf8JsonWriter writer)
    {
        if (!TryGetUntouched(out var json))
        {
            return false;
        }

        writer.WriteStartObject();
        var cursor = new JsonCursor(json.Span);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var name = cursor.ReadName(out var isEscaped);
            name = isEscaped ? Encoding.UTF8.GetBytes(JsonText.Unescape(name)) : name;
            var start = cursor.Position;
            cursor.SkipValue();
            if (_showManagedFields || !name.SequenceEqual(ManagedFields))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json.Span[start..cursor.Position], skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        return true;
    }

    // The name carries the origin, too: Select-Object * copies the value of metadata, but not this property.
    protected override object? Parse(JsonSource source, int offset) =>
        JsonValue.Parse(source, offset, source.ShowManagedFields ? default : ManagedFields, Origin);
}
