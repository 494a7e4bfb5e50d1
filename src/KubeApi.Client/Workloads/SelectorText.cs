using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Writes an object's label selector as a list's <c>labelSelector</c>. Pure.</summary>
public static class SelectorText
{
    /// <summary><c>app=web,tier in (a,b),!old</c>; null for a selector of all objects.</summary>
    public static string? Of(JsonObject? selector)
    {
        var labels = (selector.Child("matchLabels") as JsonObject ?? []).Select(l => $"{l.Key}={l.Value}");
        var expressions = (selector.Child("matchExpressions") as JsonArray ?? []).Select(
            e => Expression($"{e.Child("key")}", $"{e.Child("operator")}", e.Child("values") as JsonArray ?? []));
        return string.Join(',', [.. labels, .. expressions]) is { Length: > 0 } text ? text : null;
    }

    private static string Expression(string key, string comparison, JsonArray values) => comparison switch
    {
        "Exists" => key,
        "DoesNotExist" => $"!{key}",
        "NotIn" => $"{key} notin ({string.Join(',', values)})",
        _ => $"{key} in ({string.Join(',', values)})",
    };
}
