using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>The targets of an autoscaler: `cpu: 35%/80%`, the current value before the target.</summary>
internal static class AutoscalerCells
{
    private const int Limit = 2;
    private const string Unknown = "<unknown>";

    public static string Targets(JsonObject autoscaler)
    {
        // Version 1 has only the CPU utilization.
        if (autoscaler.At("spec.targetCPUUtilizationPercentage") is { } wanted)
        {
            return $"cpu: {Percent(autoscaler.At("status.currentCPUUtilizationPercentage")) ?? Unknown}/{Percent(wanted)}";
        }

        var metrics = CellFunctions.Objects(autoscaler.At("spec.metrics")).ToList();
        var statuses = CellFunctions.Objects(autoscaler.At("status.currentMetrics")).ToList();
        var targets = metrics.Take(Limit).Select((metric, index) => Target(metric, statuses.ElementAtOrDefault(index)));
        return metrics.Count == 0
            ? "<none>"
            : string.Join(", ", targets) + (metrics.Count > Limit ? string.Create(CultureInfo.InvariantCulture, $" + {metrics.Count - Limit} more...") : "");
    }

    private static string Target(JsonObject metric, JsonObject? status)
    {
        // The member has the name of the type: ContainerResource, containerResource.
        if (metric.StringAt("type") is not { Length: > 0 } type || metric[char.ToLowerInvariant(type[0]) + type[1..]] is not JsonObject source)
        {
            return "<unknown type>";
        }

        var current = (status?[char.ToLowerInvariant(type[0]) + type[1..]] as JsonObject)?["current"] as JsonObject;
        var target = source["target"] as JsonObject ?? [];
        var average = target.StringAt("averageValue");
        var currentAverage = current?.StringAt("averageValue") ?? Unknown;
        return type switch
        {
            "Resource" or "ContainerResource" when average is not null => $"{source.StringAt("name")}: {currentAverage}/{average}",
            "Resource" or "ContainerResource" =>
                $"{source.StringAt("name")}: {Percent(current?["averageUtilization"]) ?? Unknown}/{Percent(target["averageUtilization"]) ?? "<auto>"}",
            "Pods" => $"{currentAverage}/{average}",
            _ when average is not null => $"{currentAverage}/{average} (avg)",
            _ => $"{current?.StringAt("value") ?? Unknown}/{target.StringAt("value")}",
        };
    }

    private static string? Percent(JsonNode? number) => number is null ? null : CellFunctions.Text(number) + "%";
}
