using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;

namespace KubeApi.Client.Writing;

/// <summary>An object as the server stored it, or would store it.</summary>
/// <param name="Json">The object's JSON.</param>
/// <param name="IsNew">Whether it was created.</param>
/// <param name="Overridden">The fields that were taken over from other managers, each with its path and a message that names the manager.</param>
public sealed record WrittenObject(byte[] Json, bool IsNew, IReadOnlyList<StatusCause> Overridden)
{
    /// <summary>Whether the object is known to be unchanged.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>The result of the write.</summary>
    public WriteResult Result => IsNew ? WriteResult.Created : IsUnchanged ? WriteResult.Unchanged : WriteResult.Configured;

    /// <summary>Compares with the resourceVersion before the write: a server that stores nothing keeps it.</summary>
    /// <param name="version">The version before; null if unknown.</param>
    internal WrittenObject Since(string? version) =>
        version is null ? this : this with { IsUnchanged = JsonNodes.Parse(Json).Child("metadata").Child("resourceVersion")?.ToString() == version };

    /// <summary>The JSON array of the server's cells; null if the server returned no table.</summary>
    public byte[]? Cells { get; init; }

    /// <summary>The columns of the cells; null if the server returned no table.</summary>
    public IReadOnlyList<TableColumn>? Columns { get; init; }
}
