using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Conversion;

/// <summary>Converts target and current metrics of an autoscaler: nested in version 2, flat in annotations of version 1.</summary>
internal static class AutoscalerMetric
{
    // The flat names in version 1 and the paths in version 2, by type of metric.
    private static readonly Dictionary<string, (string Flat, string Nested)[]> s_names = new(StringComparer.Ordinal)
    {
        ["Object"] =
        [
            ("target", "describedObject"), ("metricName", "metric.name"), ("targetValue", "target.value"), ("currentValue", "current.value"),
            ("selector", "metric.selector"), ("averageValue", "target.averageValue"), ("averageValue", "current.averageValue"),
        ],
        ["Pods"] =
        [
            ("metricName", "metric.name"), ("targetAverageValue", "target.averageValue"), ("currentAverageValue", "current.averageValue"),
            ("selector", "metric.selector"),
        ],
        ["Resource"] = Usage("name"),
        ["ContainerResource"] = Usage("name", "container"),
        ["External"] =
        [
            ("metricName", "metric.name"), ("metricSelector", "metric.selector"), ("targetValue", "target.value"), (
                "targetAverageValue", "target.averageValue"),
            ("currentValue", "current.value"), ("currentAverageValue", "current.averageValue"),
        ],
    };

    public static JsonObject ToVersion1(JsonObject metric) => Convert(metric, (nested, flat, names) =>
    {
        foreach (var name in names.Where(name => nested.At(name.Nested) is not null))
        {
            flat[name.Flat] = nested.At(name.Nested)!.DeepClone();
        }
    });

    public static JsonObject ToVersion2(JsonObject metric) => Convert(metric, (flat, nested, names) =>
    {
        // An average of an object metric is a current one if there is a current value.
        var other = flat["currentValue"] is null && flat["currentAverageValue"] is null && flat["currentAverageUtilization"] is null ? "current." : "target.";
        foreach (var name in names.Where(name => flat[name.Flat] is not null && !name.Nested.StartsWith(other, StringComparison.Ordinal)))
        {
            nested.Set(name.Nested, flat[name.Flat]);
        }

        if (nested["target"] is JsonObject target)
        {
            var type = target["averageUtilization"] is not null ? "Utilization" : target["averageValue"] is not null ? "AverageValue" : "Value";
            target.Insert(0, "type", type);
        }
    });

    private static JsonObject Convert(JsonObject metric, Action<JsonObject, JsonObject, (string Flat, string Nested)[]> copy)
    {
        if (metric.StringAt("type") is not { Length: > 0 } type || !s_names.TryGetValue(type, out var names))
        {
            return (JsonObject)metric.DeepClone();
        }

        var member = char.ToLowerInvariant(type[0]) + type[1..];
        var converted = new JsonObject();
        copy(metric[member] as JsonObject ?? [], converted, names);
        return new JsonObject { ["type"] = type, [member] = converted };
    }

    private static (string Flat, string Nested)[] Usage(params string[] plain) =>
    [
        .. plain.Select(name => (name, name)),
        ("targetAverageUtilization", "target.averageUtilization"), ("targetAverageValue", "target.averageValue"),
        ("currentAverageUtilization", "current.averageUtilization"), ("currentAverageValue", "current.averageValue"),
    ];
}
