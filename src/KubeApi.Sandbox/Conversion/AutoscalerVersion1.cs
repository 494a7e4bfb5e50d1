using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Conversion;

/// <summary>
/// HorizontalPodAutoscalers of autoscaling/v1, stored as v2. Version 1 has one target, the use of processors; all else stands in annotations, as a real server writes them.
/// </summary>
internal sealed class AutoscalerVersion1 : IVersionConversion
{
    private const string Prefix = "autoscaling.alpha.kubernetes.io/";
    private const string Metrics = Prefix + "metrics";
    private const string Conditions = Prefix + "conditions";
    private const string CurrentMetrics = Prefix + "current-metrics";
    private const string Behavior = Prefix + "behavior";
    private const string Target = "targetCPUUtilizationPercentage";
    private const string Current = "currentCPUUtilizationPercentage";
    private const int DefaultTarget = 80;

    public JsonObject Show(JsonObject stored)
    {
        var shown = (JsonObject)stored.DeepClone();
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (shown["spec"] is JsonObject spec)
        {
            var metrics = Items(spec["metrics"]);
            var processor = metrics.Find(metric => IsProcessor(metric, "target"));
            Move(spec, Target, processor?.At("resource.target.averageUtilization"), "metrics");
            Note(Metrics, metrics.Where(metric => !IsProcessor(metric, "target")).Select(AutoscalerMetric.ToVersion1));
            if (spec["behavior"] is { } behavior)
            {
                annotations[Behavior] = JsonText.ToText(Renamed(behavior, char.ToUpperInvariant));
                spec.Remove("behavior");
            }
        }

        if (shown["status"] is JsonObject status)
        {
            var metrics = Items(status["currentMetrics"]);
            Move(status, Current, metrics.Find(metric => IsProcessor(metric, "current"))?.At("resource.current.averageUtilization"), "currentMetrics");
            Note(CurrentMetrics, metrics.Select(AutoscalerMetric.ToVersion1));
            Note(Conditions, Items(status["conditions"]).Select(condition => (JsonObject)condition.DeepClone()));
            status.Remove("conditions");
        }

        if (annotations.Count > 0)
        {
            var all = shown.Child("metadata").Child("annotations");
            foreach (var (name, text) in annotations)
            {
                all[name] = text;
            }

            shown.Child("metadata")["annotations"] = new JsonObject(
                all.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        }

        return shown;

        void Note(string name, IEnumerable<JsonObject> items)
        {
            if (new JsonArray([.. items]) is { Count: > 0 } list)
            {
                annotations[name] = JsonText.ToText(list);
            }
        }
    }

    public JsonObject Store(JsonObject shown)
    {
        var stored = (JsonObject)shown.DeepClone();
        if (stored["spec"] is JsonObject spec)
        {
            var metrics = Items(Take(stored, Metrics)).Select(AutoscalerMetric.ToVersion2).ToList();
            // Who asks for nothing asks for this.
            var target = spec.IntegerAt(Target) ?? (metrics.Count == 0 ? DefaultTarget : null);
            if (target is not null)
            {
                metrics.Add(Processor("target", new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target }));
            }

            spec.Remove(Target);
            spec["metrics"] = new JsonArray([.. metrics]);
            if (Take(stored, Behavior) is { } behavior)
            {
                spec["behavior"] = Renamed(behavior, char.ToLowerInvariant);
            }
        }

        if (stored["status"] is JsonObject status)
        {
            var current = status.IntegerAt(Current);
            status.Remove(Current);
            var metrics = Items(Take(stored, CurrentMetrics)).Select(AutoscalerMetric.ToVersion2).ToList();
            if (metrics.Count == 0 && current is not null)
            {
                metrics.Add(Processor("current", new JsonObject { ["averageUtilization"] = current }));
            }

            if (metrics.Count > 0)
            {
                status["currentMetrics"] = new JsonArray([.. metrics]);
            }

            if (Take(stored, Conditions) is JsonArray conditions)
            {
                status["conditions"] = conditions;
            }
        }

        return stored;
    }

    private static JsonObject Processor(string part, JsonObject value) =>
        new() { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [part] = value } };

    private static bool IsProcessor(JsonObject metric, string part) =>
        metric.StringAt("type") == "Resource" && metric.StringAt("resource.name") == "cpu" && metric.At($"resource.{part}.averageUtilization") is not null;

    // The number in the place of the list that it comes from.
    private static void Move(JsonObject parent, string name, JsonNode? number, string list)
    {
        parent.Remove(list);
        parent.Set(name, number);
    }

    // What an annotation holds, which is no annotation of the stored object; null for what nobody can read.
    private static JsonNode? Take(JsonObject value, string annotation)
    {
        if (value.At("metadata.annotations") is not JsonObject annotations || annotations[annotation]?.ToString() is not { } text)
        {
            return null;
        }

        try
        {
            var taken = JsonNode.Parse(text);
            annotations.Remove(annotation);
            return taken;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonObject> Items(JsonNode? list) => [.. (list as JsonArray ?? []).OfType<JsonObject>()];

    // A real server writes the behavior with the names that its fields have in memory.
    private static JsonNode? Renamed(JsonNode? node, Func<char, char> first) => node switch
    {
        JsonObject map => new JsonObject(map.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(first(member.Key[0]) + member.Key[1..], Renamed(member.Value, first)))),
        JsonArray list => new JsonArray([.. list.Select(item => Renamed(item, first))]),
        _ => node?.DeepClone(),
    };
}
