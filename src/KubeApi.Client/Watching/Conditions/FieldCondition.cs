using System.Text.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>A field has a value.</summary>
/// <param name="path">The field.</param>
/// <param name="value">The value, as JSON writes it; a string without its quotes.</param>
public sealed class FieldCondition(FieldPath path, string value) : IWaitCondition
{
    /// <inheritdoc/>
    public bool AllowsDeletion => false;

    /// <inheritdoc/>
    public bool DependsOnTime => false;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (!o.Exists)
        {
            return ReadyCondition.Absent;
        }

        var found = path.Find(o.Json);
        if (Text(found) == value)
        {
            return WaitResult.Met;
        }

        var unmet = found.ValueKind switch
        {
            JsonValueKind.Undefined => $"{path} is missing",
            JsonValueKind.Object or JsonValueKind.Array => $"{path} is not a single value",
            _ => $"{path} is '{Text(found)}'",
        };
        return path.IsStatus && ObjectReadiness.IsFinal(o.Json, o.Type.Group, o.Type.Kind)
            ? WaitResult.Failed($"{unmet}, and the {o.Type.Kind} has ended")
            : WaitResult.Unmet(unmet) with
            {
                Advice = found.ValueKind == JsonValueKind.Undefined && path.FindOtherCase(o.Json) is { } other
                    ? $"Names of fields are case-sensitive: {other}={value}"
                    : null,
            };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{path}={value}";

    private static string? Text(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.String => found.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => found.GetRawText(),
        _ => null,
    };
}
