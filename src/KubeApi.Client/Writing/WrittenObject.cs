using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;

namespace KubeApi.Client.Writing;

/// <summary>What a server stored, or would store.</summary>
/// <param name="Json">The object's JSON.</param>
/// <param name="IsNew">Whether it was created.</param>
/// <param name="Overridden">The fields that were taken over from others, each with its path and a message that names the manager.</param>
public sealed record WrittenObject(byte[] Json, bool IsNew, IReadOnlyList<StatusCause> Overridden)
{
    /// <summary>Whether the object is known to be as it was.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>What the write did.</summary>
    public WriteResult Result => IsNew ? WriteResult.Created : IsUnchanged ? WriteResult.Unchanged : WriteResult.Configured;

    /// <summary>The same, compared with the resourceVersion that the object had before: a server that has nothing to store keeps it.</summary>
    /// <param name="version">The version before; null if it is not known.</param>
    internal WrittenObject Since(string? version) =>
        version is null ? this : this with { IsUnchanged = JsonNodes.Parse(Json)?["metadata"]?["resourceVersion"]?.ToString() == version };

    /// <summary>The JSON array of the server's cells; null where the server returned no table.</summary>
    public byte[]? Cells { get; init; }

    /// <summary>The columns of the cells; null where the server returned no table.</summary>
    public IReadOnlyList<TableColumn>? Columns { get; init; }
}
