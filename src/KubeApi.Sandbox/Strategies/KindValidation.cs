using System.Buffers.Text;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>
/// The few rules beyond the schema that recorded responses or the module's tests need. A server has many more; they are not needed here.
/// </summary>
internal static class KindValidation
{
    private const string Template = "spec.template";
    private const long MostBytes = 1024 * 1024;

    /// <param name="current">The stored object; null for a new one.</param>
    public static IEnumerable<StatusCause> Validate(ResourceType type, JsonObject value, JsonObject? current) =>
    [
        .. type.QualifiedResource switch
        {
            DefinitionRules.Resource => DefinitionRules.Validate(value, current),
            "configmaps" => ValidateLength(value, "[]"),
            "secrets" => ValidateLength(value, "data"),
            "cronjobs.batch" => CronSchedule.Validate(value.StringAt("spec.schedule") ?? "") is { } fault
                ? [ApiErrors.InvalidValue("spec.schedule", ApiErrors.Quote(value.StringAt("spec.schedule") ?? ""), fault)]
                : [],
            "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps" => ValidateWorkload(value),
            _ => [],
        },
        .. type.Rules.PodSpec is { } path ? ValidateImages(value, path) : [],
        .. type.Group == "apps" && type.Rules.PodSpec is { } spec ? ValidateRestartPolicy(value, spec + ".restartPolicy") : [],
        .. current is null ? [] : ValidateChange(type.Rules, value, current),
    ];

    private static IEnumerable<StatusCause> ValidateWorkload(JsonObject value)
    {
        if (value.IntegerAt("spec.replicas") < 0)
        {
            yield return ApiErrors.InvalidValue("spec.replicas", value.At("spec.replicas")!.ToJsonString(), "must be greater than or equal to 0");
        }

        var labels = value.At(Template + ".metadata.labels") as JsonObject ?? [];
        if (LabelSelector.Of(value.At("spec.selector")) is { } selector
            && !selector.Matches(labels.ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal)))
        {
            yield return ApiErrors.InvalidValue(
                Template + ".metadata.labels", JsonText.ToText(labels), "`selector` does not match template `labels`");
        }
    }

    private static IEnumerable<StatusCause> ValidateImages(JsonObject value, string path) => ((string[])["containers", "initContainers"])
        .SelectMany(list => (value.At($"{path}.{list}") as JsonArray ?? []).Index().Select(item => (Container: item.Item as JsonObject, list, item.Index)))
        .Where(item => item.Container?.StringAt("image") is not { Length: > 0 })
        .Select(item => ApiErrors.Required($"{path}.{item.list}[{item.Index}].image"));

    private static IEnumerable<StatusCause> ValidateRestartPolicy(JsonObject value, string path) =>
        value.StringAt(path) is { } policy && policy != "Always" ? [ApiErrors.Unsupported(path, policy, ["Always"])] : [];

    private static IEnumerable<StatusCause> ValidateLength(JsonObject value, string place)
    {
        var plain = place == "data" ? [] : value["data"] as JsonObject ?? [];
        var encoded = value[place == "data" ? "data" : "binaryData"] as JsonObject ?? [];
        var length = plain.Sum(member => (long)Encoding.UTF8.GetByteCount(member.Value?.ToString() ?? ""))
            + encoded.Sum(member => Base64.IsValid(member.Value?.ToString() ?? "", out var decoded) ? (long)decoded : 0);
        return length > MostBytes ? [ApiErrors.TooLong(place, MostBytes)] : [];
    }

    private static IEnumerable<StatusCause> ValidateChange(KindRules rules, JsonObject value, JsonObject current)
    {
        foreach (var path in rules.Immutable.Where(IsChanged))
        {
            yield return ApiErrors.InvalidValue(path, JsonText.ToText(value.At(path)), "field is immutable");
        }

        // The message shows the Go struct.
        if (value["roleRef"] is JsonObject role && IsChanged("roleRef"))
        {
            yield return ApiErrors.InvalidValue("roleRef", GoText.Members(role), "cannot change roleRef");
        }

        foreach (var path in rules.Freezes.Where(path => current.IsTrueAt("immutable") && IsChanged(path)))
        {
            yield return ApiErrors.Forbidden(path, "field is immutable when `immutable` is set");
        }

        bool IsChanged(string path) => !JsonNode.DeepEquals(current.At(path), value.At(path));
    }
}
