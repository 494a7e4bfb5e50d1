using KubeApi.Client.Errors;

namespace KubeApi.Client.Writing;

/// <summary>What a server stored, or would store.</summary>
/// <param name="Json">The object's JSON.</param>
/// <param name="IsNew">Whether it was created.</param>
/// <param name="Overridden">The fields that were taken over from others, each with its path and a message that names the manager.</param>
public sealed record WrittenObject(byte[] Json, bool IsNew, IReadOnlyList<StatusCause> Overridden);
