using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>The bytes of one object, which its lazy properties share, and the settings for parsing them.</summary>
/// <param name="Bytes">The object's JSON, valid UTF-8; never modified.</param>
/// <param name="Names">The table of property names.</param>
/// <param name="ShowManagedFields">Whether <c>metadata.managedFields</c> is kept.</param>
internal sealed record JsonSource(byte[] Bytes, NameTable Names, bool ShowManagedFields)
{
    /// <summary>The server's cells of the object; null for none.</summary>
    public ServerCells? Cells { get; init; }
}
