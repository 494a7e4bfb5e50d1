namespace KubeApi.Sandbox.Json;

/// <summary>`status.conditions`.</summary>
internal static class Conditions
{
    /// <summary>Adds or updates a condition; its time changes only with its status.</summary>
    /// <param name="generation">The observedGeneration; null for conditions without one.</param>
    public static void Set(JsonObject value, string now, string type, string status, string reason, string message, long? generation = null)
    {
        var known = Find(value, type);
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

        Put(value, changed);
    }

    /// <summary>The condition of a type; null if there is none.</summary>
    public static JsonObject? Find(JsonObject value, string type) =>
        value.ObjectsAt("status.conditions").FirstOrDefault(condition => condition.StringAt("type") == type);

    public static void Remove(JsonObject value, string type) => (value.At("status.conditions") as JsonArray)?.Remove(Find(value, type));

    public static bool IsTrue(JsonObject value, string type) => Find(value, type)?.StringAt("status") == "True";

    /// <summary>Adds a condition, or replaces the one of its type.</summary>
    public static void Put(JsonObject value, JsonObject condition)
    {
        var conditions = value.Child("status")["conditions"] as JsonArray ?? [];
        value["status"]!["conditions"] = conditions;
        if (Find(value, condition.StringAt("type")!) is { } known)
        {
            conditions[conditions.IndexOf(known)] = condition;
        }
        else
        {
            conditions.Add((JsonNode)condition);
        }
    }
}
