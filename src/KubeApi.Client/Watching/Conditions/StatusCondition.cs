using System.Text.Json;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>
/// A condition of <c>status.conditions</c> has a status. As with kubectl neither is case-sensitive, and a condition that was observed of an earlier
/// generation does not count.
/// </summary>
/// <param name="type">The condition's type: <c>Available</c>.</param>
/// <param name="status">True, False or Unknown.</param>
public sealed class StatusCondition(string type, string status) : IWaitCondition
{
    /// <summary>The condition's type, as the user wrote it.</summary>
    public string Type => type;

    private bool IsPositive => status.Equals("True", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool AllowsDeletion => false;

    /// <inheritdoc/>
    public bool DependsOnTime => IsPositive;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (!o.Exists)
        {
            return ReadyCondition.Absent;
        }

        var conditions = o.Json.Child("status").Items("conditions").ToList();
        var found = conditions.Find(c => c.Text("type").Equals(type, StringComparison.OrdinalIgnoreCase));
        var isStale = Generation(o.Json.Child("metadata"), "generation") is { } generation
            && (Generation(found, "observedGeneration") ?? Generation(o.Json.Child("status"), "observedGeneration")) < generation;
        if (!isStale && found.Text("status").Equals(status, StringComparison.OrdinalIgnoreCase))
        {
            return WaitResult.Met;
        }

        var unmet = found.ValueKind == JsonValueKind.Undefined ? Missing(conditions)
            : isStale ? $"the condition {found.Text("type")} is of an earlier generation"
            : found.Child("status") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Undefined) } other
                ? $"the condition {found.Text("type")} has a status that is not a string: {other.GetRawText()}"
            : $"the condition {found.Text("type")} is {found.Text("status")}{Reason(found)}";
        if (ObjectReadiness.IsFinal(o.Json, o.Type.Group, o.Type.Kind))
        {
            return WaitResult.Failed($"{unmet}, and the {o.Type.Kind} has ended");
        }

        // A failed object is not expected to reach a good condition, but may reach a bad one.
        return IsPositive && ObjectReadiness.Of(o.Json, o.Type.Group, o.Type.Kind, now) is { State: ObjectState.Failed } failed
            ? WaitResult.Failed($"{unmet}; {failed.Reason}: {failed.Message}")
            : WaitResult.Unmet(unmet) with
            {
                Advice = FindOtherTypes(o) is { Count: > 0 } types ? $"Use one of its conditions: {string.Join(", ", types)}." : null,
            };
    }

    /// <summary>
    /// The types of the conditions of an object that has none of this type, so that it may be misspelled; empty if it has no conditions yet, or if its
    /// controllers are known to add this one later, as many do with Ready.
    /// </summary>
    public IReadOnlyList<string> FindOtherTypes(AwaitedObject o)
    {
        List<string> types = [.. o.Json.Child("status").Items("conditions").Select(c => c.Text("type"))];
        string[] expected = ["Ready", .. types, .. LateTypes(o.Type.Kind)];
        return expected.Contains(type, StringComparer.OrdinalIgnoreCase) ? [] : types;
    }

    /// <inheritdoc/>
    public override string ToString() => IsPositive ? $"Condition={type}" : $"Condition={type}={status}";

    private string Missing(List<JsonElement> conditions) => conditions.Count == 0
        ? "it has no conditions yet"
        : $"it has no condition {type}, but {string.Join(", ", conditions.Select(c => c.Text("type")))}";

    // Controllers add them after others, or at the end.
    private static string[] LateTypes(string kind) => kind switch
    {
        "Pod" => ["PodScheduled", "PodReadyToStartContainers", "Initialized", "ContainersReady", "DisruptionTarget"],
        "Job" => ["Complete", "Failed", "Suspended", "SuccessCriteriaMet", "FailureTarget"],
        "Deployment" => ["Available", "Progressing", "ReplicaFailure"],
        "CustomResourceDefinition" => ["Established", "NamesAccepted"],
        _ => [],
    };

    private static string Reason(JsonElement condition) =>
        string.Concat(new[] { condition.Text("reason"), condition.Text("message") }.Where(t => t.Length > 0).Select(t => $": {t}"));

    private static long? Generation(JsonElement o, string field) =>
        o.Child(field) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
