using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Reads the fields of an event that clients fill in differently. Pure.</summary>
internal static class EventFields
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

    private static string First(params string[] times) => times.FirstOrDefault(t => t.Length > 0, "");
}
