using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Reads the fields of an event that clients fill in differently. Pure.</summary>
public static class EventFields
{
    /// <summary>
    /// The time of the last observation: <c>lastTimestamp</c>, which new clients leave empty; otherwise the last time of its series, <c>eventTime</c>, or its
    /// creation.
    /// </summary>
    public static string LastSeen(JsonElement e) => First(
        e.Text("lastTimestamp"), e.Child("series").Text("lastObservedTime"), e.Text("eventTime"), e.Child("metadata").Text("creationTimestamp"));

    /// <summary>The time of the first observation, likewise.</summary>
    public static string FirstSeen(JsonElement e) => First(e.Text("firstTimestamp"), e.Text("eventTime"), e.Child("metadata").Text("creationTimestamp"));

    /// <summary>The number of times that the event was observed; 0 if unknown.</summary>
    public static int Count(JsonElement e) => Math.Max(e.Number("count"), e.Child("series").Number("count"));

    /// <summary>The container that an event is about: <c>app</c> for the field path <c>spec.containers{app}</c>; null for none.</summary>
    public static string? Container(string? fieldPath) =>
        fieldPath?.Split('{', '}') is ["spec.containers" or "spec.initContainers" or "spec.ephemeralContainers", { Length: > 0 } name, ""] ? name : null;

    private static string First(params string[] times) => times.FirstOrDefault(t => t.Length > 0, "");
}
