using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>One entry of <c>status.conditions</c>.</summary>
public readonly record struct Condition(string Type, string Status, string Reason, string Message)
{
    internal bool IsTrue => Status == "True";

    internal bool IsFalse => Status == "False";

    /// <summary>An object's conditions, in their order.</summary>
    public static IReadOnlyList<Condition> AllOf(JsonElement o) =>
        [.. o.Child("status").Items("conditions").Select(c => new Condition(c.Text("type"), c.Text("status"), c.Text("reason"), c.Text("message")))];
}
