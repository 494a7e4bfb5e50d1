using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Objects;

/// <summary>`status.conditions`.</summary>
internal static class Conditions
{
    /// <summary>Adds or changes a condition; its time is that of the last change of its status.</summary>
    /// <param name="generation">The observedGeneration; null for conditions without one.</param>
    public static void Set(JsonObject value, string now, string type, string status, string reason, string message, long? generation = null)
    {
        var conditions = value.Child("status")["conditions"] as JsonArray ?? [];
        value["status"]!["conditions"] = conditions;
        var known = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.StringAt("type") == type);
        var changed = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["observedGeneration"] = generation,
            ["lastTransitionTime"] = known?.StringAt("status") == status ? known.StringAt("lastTransitionTime") : now,
            ["reason"] = reason,
            ["message"] = message,
        };
        if (generation is null)
        {
            changed.Remove("observedGeneration");
        }

        if (known is null)
        {
            conditions.Add((JsonNode)changed);
        }
        else
        {
            conditions[conditions.IndexOf(known)] = changed;
        }
    }
}
