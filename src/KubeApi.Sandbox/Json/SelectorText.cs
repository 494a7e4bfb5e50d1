namespace KubeApi.Sandbox.Json;

/// <summary>Labels and label selectors as one line, sorted by key as the server does: `app=web,tier in (a,b)`. Null for an empty selector.</summary>
internal static class SelectorText
{
    public static string? OfLabels(JsonNode? labels) => Join(Equalities(labels));

    /// <summary>A LabelSelector with its matchLabels and matchExpressions.</summary>
    public static string? Of(JsonNode? selector)
    {
        if (selector is not JsonObject value)
        {
            return null;
        }

        var expressions = value.ObjectsAt("matchExpressions").Select(
            item => (Key: item.StringAt("key") ?? "", Text: Expression(item)));
        return Join(Equalities(value["matchLabels"]).Concat(expressions));
    }

    private static IEnumerable<(string Key, string Text)> Equalities(JsonNode? labels) =>
        (labels as JsonObject)?.Select(label => (label.Key, $"{label.Key}={label.Value}")) ?? [];

    private static string Expression(JsonObject item)
    {
        var key = item.StringAt("key");
        var values = string.Join(',', (item["values"] as JsonArray ?? []).Select(value => $"{value}").Order(StringComparer.Ordinal));
        return item.StringAt("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }

    private static string? Join(IEnumerable<(string Key, string Text)> parts) =>
        string.Join(',', parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Text)) is { Length: > 0 } text ? text : null;
}
