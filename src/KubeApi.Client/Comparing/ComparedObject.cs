using System.Text.Json.Nodes;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Comparing;

/// <summary>An object as it is, and as it would be.</summary>
/// <param name="Before">The object as it is, with managedFields; null if there is none.</param>
/// <param name="After">The object as the server would store it, with managedFields.</param>
/// <param name="Overridden">The fields that would be taken over from others, each with its path and a message that names the manager.</param>
public sealed record ComparedObject(JsonObject? Before, JsonObject After, IReadOnlyList<StatusCause> Overridden);
