using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Conversion;

/// <summary>
/// HorizontalPodAutoscalers of autoscaling/v1, stored as v2. Version 1 has one target, the CPU utilization; everything else is in annotations, as in a real
/// server.
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
    private static readonly string[] s_annotations = [Metrics, Conditions, CurrentMetrics, Behavior];
    private static readonly string[] s_directions = ["scaleUp", "scaleDown"];
    private static readonly string[] s_rules = ["stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance"];

    /// <summary>The default target, in either version.</summary>
    public static JsonObject DefaultMetric() => UseOfProcessors(80);

    /// <summary>No version but this one has its annotations.</summary>
    public static void Forget(JsonObject autoscaler)
    {
        foreach (var annotation in s_annotations)
        {
            (autoscaler.At("metadata.annotations") as JsonObject)?.Remove(annotation);
        }
    }

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
                annotations[Behavior] = JsonText.ToText(InMemory(behavior));
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

        TypedForm.Store("autoscaling/v1", "HorizontalPodAutoscaler", shown);
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
            var metrics = Items(Read(stored, Metrics)).Select(AutoscalerMetric.ToVersion2).ToList();
            if (spec.IntegerAt(Target) is { } target)
            {
                metrics.Add(UseOfProcessors(target));
            }
            else if (metrics.Count == 0)
            {
                metrics.Add(DefaultMetric());
            }

            spec.Remove(Target);
            spec["metrics"] = new JsonArray([.. metrics]);
            if (Renamed(Read(stored, Behavior), char.ToLowerInvariant) is JsonObject { Count: > 0 } behavior)
            {
                spec["behavior"] = behavior;
                Defaults.Apply(stored, KindRules.For("horizontalpodautoscalers.autoscaling").Defaults!);
            }
        }

        if (stored["status"] is JsonObject status)
        {
            var current = status.IntegerAt(Current);
            status.Remove(Current);
            var metrics = Items(Read(stored, CurrentMetrics)).Select(AutoscalerMetric.ToVersion2).ToList();
            if (metrics.Count == 0 && current is not null)
            {
                metrics.Add(Processor("current", new JsonObject { ["averageUtilization"] = current }));
            }

            if (metrics.Count > 0)
            {
                status["currentMetrics"] = new JsonArray([.. metrics]);
            }

            if (Read(stored, Conditions) is JsonArray conditions)
            {
                status["conditions"] = conditions;
            }
        }

        Forget(stored);
        TypedForm.Store("autoscaling/v2", "HorizontalPodAutoscaler", stored);
        return stored;
    }

    private static JsonObject UseOfProcessors(long target) => Processor("target", new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target });

    private static JsonObject Processor(string part, JsonObject value) =>
        new() { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [part] = value } };

    private static bool IsProcessor(JsonObject metric, string part) =>
        metric.StringAt("type") == "Resource" && metric.StringAt("resource.name") == "cpu" && metric.At($"resource.{part}.averageUtilization") is not null;

    // The number instead of its list.
    private static void Move(JsonObject parent, string name, JsonNode? number, string list)
    {
        parent.Remove(list);
        parent.Set(name, number);
    }

    // The value of an annotation; null if it is invalid.
    private static JsonNode? Read(JsonObject value, string annotation)
    {
        if (value.At("metadata.annotations") is not JsonObject annotations || annotations[annotation]?.ToString() is not { } text)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonObject> Items(JsonNode? list) => [.. (list as JsonArray ?? []).OfType<JsonObject>()];

    // A real server writes the behavior with the Go names of all fields.
    private static JsonObject InMemory(JsonNode behavior) => new(s_directions.Select(direction => KeyValuePair.Create(
        Renamed(direction, char.ToUpperInvariant),
        behavior[direction] is not JsonObject rules
            ? null
            : (JsonNode?)new JsonObject(
                s_rules.Select(rule => KeyValuePair.Create(Renamed(rule, char.ToUpperInvariant), Renamed(rules[rule], char.ToUpperInvariant)))))));

    private static string Renamed(string name, Func<char, char> first) => first(name[0]) + name[1..];

    private static JsonNode? Renamed(JsonNode? node, Func<char, char> first) => node switch
    {
        JsonObject map =>
            new JsonObject(
                map.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(Renamed(member.Key, first), Renamed(member.Value, first)))),
        JsonArray list => new JsonArray([.. list.Select(item => Renamed(item, first))]),
        _ => node?.DeepClone(),
    };
}
