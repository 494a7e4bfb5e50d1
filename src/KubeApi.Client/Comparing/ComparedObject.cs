using System.Text.Json.Nodes;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Comparing;

/// <summary>An object before and after an apply.</summary>
/// <param name="Before">The current object, with managedFields; null if there is none.</param>
/// <param name="After">The object as the server would store it, with managedFields.</param>
/// <param name="Overridden">The fields that would be taken over from other managers, each with its path and a message that names the manager.</param>
public sealed record ComparedObject(JsonObject? Before, JsonObject After, IReadOnlyList<StatusCause> Overridden);
