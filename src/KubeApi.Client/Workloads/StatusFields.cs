using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Reads and compares the numbers of a status.</summary>
internal static class StatusFields
{
    public static ObjectStatus? Fewer(string reason, string what, long count, long wanted) =>
        count < wanted ? ObjectStatus.Waiting(reason, $"{what}: {count}/{wanted}") : null;

    public static ObjectStatus? More(long replicas, long wanted) =>
        replicas > wanted ? ObjectStatus.Waiting("ExtraPods", $"Pending termination: {replicas - wanted}") : null;

    public static Condition? Find(IReadOnlyList<Condition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == type)
            {
                return condition;
            }
        }

        return null;
    }

    public static long Status(JsonElement o, string field) => Count(o, "status", field) ?? 0;

    public static long? Count(JsonElement o, string parent, string field) =>
        o.Child(parent).Child(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
