using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>The bytes of one object, which its lazy properties share, and what they need to become values.</summary>
/// <param name="Bytes">The object's JSON, valid UTF-8; nobody changes it.</param>
/// <param name="Names">The table that property names come from.</param>
/// <param name="ShowManagedFields">Whether <c>metadata.managedFields</c> is kept.</param>
internal sealed record JsonSource(byte[] Bytes, NameTable Names, bool ShowManagedFields)
{
    /// <summary>The server's cells of the object; null for none.</summary>
    public ServerCells? Cells { get; init; }
}
