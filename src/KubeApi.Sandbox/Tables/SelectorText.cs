using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Tables;

/// <summary>Labels and label selectors as one line: `app=web,tier in (a,b)`.</summary>
internal static class SelectorText
{
    private const string None = "<none>";

    public static string OfLabels(JsonNode? labels) => OrNone(Equalities(labels));

    /// <summary>A LabelSelector with its matchLabels and matchExpressions, sorted by key as the server does.</summary>
    public static string Of(JsonNode? selector)
    {
        if (selector is not JsonObject value)
        {
            return None;
        }

        var expressions = CellFunctions.Objects(value["matchExpressions"]).Select(item => (Key: item.StringAt("key") ?? "", Text: Expression(item)));
        return OrNone(Equalities(value["matchLabels"]).Concat(expressions));
    }

    private static IEnumerable<(string Key, string Text)> Equalities(JsonNode? labels) =>
        (labels as JsonObject)?.Select(label => (label.Key, $"{label.Key}={CellFunctions.Text(label.Value)}")) ?? [];

    private static string Expression(JsonObject item)
    {
        var key = item.StringAt("key");
        var values = string.Join(',', CellFunctions.Texts(item["values"]).Order(StringComparer.Ordinal));
        return item.StringAt("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "DoesNotExist" => $"!{key}",
            _ => key ?? "",
        };
    }

    private static string OrNone(IEnumerable<(string Key, string Text)> parts) =>
        string.Join(',', parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Text)) is { Length: > 0 } text ? text : None;
}
