using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Rules;

/// <summary>Validates amounts of resources: names, integers, and comparisons.</summary>
internal static class ResourceChecks
{
    private const string HugePages = "hugepages-";

    private static readonly string[] s_ofContainers = ["cpu", "memory", "ephemeral-storage"];

    // Object counts of quotas.
    private static readonly string[] s_counted =
        [
            "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports",
            "services.loadbalancers"
        ];

    public static bool IsCounted(string name) => s_counted.Contains(name);

    public static IEnumerable<StatusCause> Whole(FieldValue field) =>
        decimal.IsInteger(Quantity.Parse(field.Text).Amount) ? [] : [field.InvalidText("must be an integer")];

    /// <summary>A resource of containers: a standard one, or an extended one, which must be an integer.</summary>
    public static IEnumerable<StatusCause> OfContainer(FieldValue field)
    {
        var name = field.Key;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return Whole(field);
        }

        return s_ofContainers.Contains(name) || name.StartsWith(HugePages, StringComparison.Ordinal)
            ? []
            : ((string[])["must be a standard resource type or fully qualified", "must be a standard resource for containers"])
                .Select(error => ApiErrors.InvalidValue(field.Place, ApiErrors.Quote(name), error));
    }

    /// <summary>Compares an amount with that of the same name in another map of the row.</summary>
    public static IEnumerable<StatusCause> Compared(FieldValue field, Func<Quantity, Quantity, bool> isWrong)
    {
        var other = (field.Row[field.Rule.Arguments[0]] as JsonObject)?[field.Key]?.ToString();
        return other is not null && isWrong(Quantity.Parse(field.Text), Quantity.Parse(other))
            ? [ApiErrors.InvalidValue(field.Place, ApiErrors.Quote(field.Text), field.Words("").Replace("{other}", other, StringComparison.Ordinal))]
            : [];
    }

    /// <summary>The ratio of limit to request: at least 1, and at most that of the row's limits.</summary>
    public static IEnumerable<StatusCause> Ratio(FieldValue field)
    {
        var ratio = Quantity.Parse(field.Text).Amount;
        var (most, least) = (Amount("max"), Amount("min"));
        if (ratio < 1)
        {
            yield return field.InvalidText($"ratio {field.Text} is less than 1");
        }

        if (most > 0 && least > 0 && ratio > most / least)
        {
            yield return field.InvalidText(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ratio {field.Text} is greater than max/min = {most / least:F6}"));
        }

        decimal Amount(string map) => Quantity.Parse((field.Row[map] as JsonObject)?[field.Key]?.ToString()).Amount;
    }

    /// <summary>Compares the requests of a container with its limits.</summary>
    public static IEnumerable<StatusCause> Requests(JsonObject container, string path)
    {
        var limits = container.At("resources.limits") as JsonObject ?? [];
        foreach (var (resource, amount) in container.At("resources.requests") as JsonObject ?? [])
        {
            // These cannot be overcommitted.
            var isExact = resource.Contains('/', StringComparison.Ordinal) || resource.StartsWith(HugePages, StringComparison.Ordinal);
            var limit = limits[resource]?.ToString();
            if (limit is null)
            {
                if (isExact)
                {
                    yield return ApiErrors.Required($"{path}.resources.limits", "Limit must be set for non overcommitable resources");
                }

                continue;
            }

            var difference = Quantity.Parse(amount?.ToString()).CompareTo(Quantity.Parse(limit));
            if (difference > 0 || (isExact && difference != 0))
            {
                yield return ApiErrors.InvalidValue(
                    $"{path}.resources.requests", ApiErrors.Quote($"{amount}"), $"must be {(isExact ? "equal" : "less than or equal")} to {resource} "
                        + $"limit of {limit}");
            }
        }
    }
}
