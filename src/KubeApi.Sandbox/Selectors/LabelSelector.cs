using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Selectors;

/// <summary>All of its requirements must hold.</summary>
internal sealed class LabelSelector(IReadOnlyList<LabelRequirement> requirements)
{
    public bool IsEmpty => requirements.Count == 0;

    public static LabelSelector Parse(string? text) => new(text is null ? [] : new LabelSelectorParser(text).Parse());

    /// <summary>A selector as objects have it in their specs: `matchLabels` and `matchExpressions`. Null for none, which selects nothing.</summary>
    public static LabelSelector? Of(JsonNode? selector)
    {
        if (selector is not JsonObject value)
        {
            return null;
        }

        var labels = (value["matchLabels"] as JsonObject ?? []).Select(label => new LabelRequirement(label.Key, "=", [label.Value?.ToString() ?? ""]));
        var expressions = value.ObjectsAt("matchExpressions").Select(expression => new LabelRequirement(
            expression.StringAt("key") ?? "",
            expression.StringAt("operator") switch { "DoesNotExist" => "!", { } name => name.ToLowerInvariant(), null => "" },
            [.. (expression["values"] as JsonArray ?? []).Select(text => text!.ToString())]));
        return new LabelSelector([.. labels, .. expressions]);
    }

    /// <summary>A selector by labels alone, as of a Service; null without labels, which selects nothing.</summary>
    public static LabelSelector? OfLabels(JsonNode? labels) =>
        labels is JsonObject { Count: > 0 } ? Of(new JsonObject { ["matchLabels"] = labels.DeepClone() }) : null;

    public bool Matches(StoredObject value) => Matches(value.Labels);

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }
}
