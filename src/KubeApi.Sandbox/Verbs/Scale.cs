using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The autoscaling/v1 Scale that a workload shows of itself.</summary>
internal static class Scale
{
    public static JsonObject Of(JsonObject workload)
    {
        var metadata = new JsonObject();
        foreach (var name in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            metadata.Set(name, workload.At("metadata." + name));
        }

        var spec = new JsonObject();
        if (workload.IntegerAt("spec.replicas") is { } wanted and not 0)
        {
            spec["replicas"] = wanted;
        }

        var status = new JsonObject { ["replicas"] = workload.IntegerAt("status.replicas") ?? 0 };
        if (Selector(workload["spec"]?["selector"] as JsonObject) is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    // A label selector as text; replication controllers have a plain map.
    private static string Selector(JsonObject? selector)
    {
        if (selector is null)
        {
            return "";
        }

        var isPlain = !selector.ContainsKey("matchLabels") && !selector.ContainsKey("matchExpressions");
        var labels = isPlain ? selector : selector["matchLabels"] as JsonObject ?? [];
        var terms = labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}").ToList();
        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var key = expression.StringAt("key");
            var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(value => value!.GetValue<string>()).Order(StringComparer.Ordinal));
            terms.Add(expression.StringAt("operator") switch
            {
                "Exists" => $"{key}",
                "DoesNotExist" => $"!{key}",
                "NotIn" => $"{key} notin ({values})",
                _ => $"{key} in ({values})",
            });
        }

        return string.Join(',', terms);
    }
}
