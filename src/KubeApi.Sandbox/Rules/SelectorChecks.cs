using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Selectors;

namespace KubeApi.Sandbox.Rules;

/// <summary>Validates the selectors of workloads: their form, and that they match the labels of the pods.</summary>
internal static class SelectorChecks
{
    private const string InOrNot = "must be specified when `operator` is 'In' or 'NotIn'";
    private const string Exists = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";

    /// <summary>A selector that must not be empty: `selector deployment`; the argument is the kind in the error.</summary>
    public static IEnumerable<StatusCause> Form(FieldValue field)
    {
        if (field.Node is not JsonObject selector)
        {
            return [];
        }

        var parts = Parts(selector, field.Place).ToList();
        return parts.Count > 0 ? [.. parts, ApiErrors.InvalidValue(field.Place, field.Shown, "invalid label selector")]
            : selector.All(member => FieldValue.IsEmpty(member.Value))
            ? [ApiErrors.InvalidValue(field.Place, field.Shown, $"empty selector is invalid for {field.Rule.Arguments[0]}")]
            : [];
    }

    /// <summary>Validates the parts of a selector.</summary>
    public static IEnumerable<StatusCause> Parts(JsonObject selector, string place)
    {
        foreach (var cause in LabelRule.ValidateMap(selector["matchLabels"] as JsonObject ?? [], $"{place}.matchLabels"))
        {
            yield return cause;
        }

        foreach (var (index, item) in (selector["matchExpressions"] as JsonArray ?? []).Index())
        {
            var (part, at) = (item as JsonObject ?? [], $"{place}.matchExpressions[{index}]");
            var values = part["values"] as JsonArray ?? [];
            switch (part.StringAt("operator"))
            {
                case "In" or "NotIn" when values.Count == 0:
                    yield return ApiErrors.Required($"{at}.values", InOrNot);
                    break;
                case "Exists" or "DoesNotExist" when values.Count > 0:
                    yield return ApiErrors.Forbidden($"{at}.values", Exists);
                    break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist":
                    break;
                case var other:
                    yield return ApiErrors.InvalidValue($"{at}.operator", ApiErrors.Quote(other ?? ""), "not a valid selector operator");
                    break;
            }

            foreach (var error in LabelRule.ValidateKey(part.StringAt("key") ?? ""))
            {
                yield return ApiErrors.InvalidValue($"{at}.key", ApiErrors.Quote(part.StringAt("key") ?? ""), error);
            }
        }
    }

    /// <summary>A selector that the server generates from the object's uid, unless it is disabled.</summary>
    public static IEnumerable<StatusCause> Generated(FieldValue field)
    {
        var labels = (field.Node as JsonObject)?["matchLabels"] as JsonObject ?? [];
        return labels.Count == 1 && labels["batch.kubernetes.io/controller-uid"]?.ToString() == field.Owner.StringAt("metadata.uid") ? [] : [field.Invalid("")];
    }

    /// <summary>A template that the selector must match: `selected`, `selected plain` for a map of labels, `selected spec.selector`.</summary>
    public static IEnumerable<StatusCause> Match(FieldValue field)
    {
        var isPlain = field.Rule.Arguments is ["plain"];
        var path = isPlain || field.Rule.Arguments.Count == 0 ? "selector" : field.Rule.Arguments[0];
        var labels = (field.Node as JsonObject)?.At("metadata.labels") as JsonObject ?? [];
        // The check of the selector itself reports invalid and empty ones.
        var isMatch = field.Owner.At(path) is JsonObject selector
            && (
                selector.Count == 0
                    || (
                        isPlain
                            ? Matches(new JsonObject { ["matchLabels"] = selector.DeepClone() }, labels)
                            : Parts(selector, "").Any() || Matches(selector, labels)));
        return isMatch
            ? []
            :
            [
                ApiErrors.InvalidValue(
                    $"{field.Place}.metadata.labels", labels.Count > 0 ? JsonText.ToText(labels) : "null", "`selector` does not match template `labels`")
            ];
    }

    private static bool Matches(JsonObject selector, JsonObject labels) =>
        LabelSelector.Of(selector)!.Matches(labels.ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal));
}
