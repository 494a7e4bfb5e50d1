using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>One entry of <c>status.conditions</c>.</summary>
public readonly record struct Condition(string Type, string Status, string Reason, string Message)
{
    internal bool IsTrue => Status == "True";

    internal bool IsFalse => Status == "False";

    /// <summary>Whether a condition is not as it should be. Which conditions are good when they are true is a matter of their names.</summary>
    public static bool IsUnexpected(string type, string status) => IsBadName(type) ? status == "True" : status != "True";

    private static bool IsBadName(string name) => name is "Reconciling" or "Stalled" or "Degraded" or "Failed" or "FailureTarget"
        || name.EndsWith("Failure", StringComparison.Ordinal) || name.EndsWith("Remaining", StringComparison.Ordinal)
        || name.EndsWith("Pressure", StringComparison.Ordinal) || name.EndsWith("Unavailable", StringComparison.Ordinal);

    /// <summary>An object's conditions, in their order.</summary>
    public static IReadOnlyList<Condition> AllOf(JsonElement o) =>
        [.. o.Child("status").Items("conditions").Select(c => new Condition(c.Text("type"), c.Text("status"), c.Text("reason"), c.Text("message")))];
}
