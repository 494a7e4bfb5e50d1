using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>Summaries of lists and maps for cells of several kinds.</summary>
internal static class SummaryCells
{
    /// <summary>`Approved,Issued`.</summary>
    public static string SigningCondition(JsonObject request)
    {
        var conditions = request.At("status.conditions");
        var decision = CellFunctions.Where(conditions, "type", "Denied") is not null ? "Denied"
            : CellFunctions.Where(conditions, "type", "Approved") is not null ? "Approved"
            : "Pending";
        return decision
            + (CellFunctions.Where(conditions, "type", "Failed") is not null ? ",Failed" : "")
            + (request.StringAt("status.certificate") is { Length: > 0 } ? ",Issued" : "");
    }

    /// <summary>`deployment.apps/web`: the owner that is the controller; null if there is none.</summary>
    public static string? Controller(JsonObject value)
    {
        var owner = CellFunctions.Objects(value.At("metadata.ownerReferences")).FirstOrDefault(owner => CellFunctions.Text(owner["controller"]) == "true");
        if (owner is null)
        {
            return null;
        }

        var version = owner.StringAt("apiVersion") ?? "";
        var separator = version.IndexOf('/', StringComparison.Ordinal);
        var kind = separator < 0 ? owner.StringAt("kind") : $"{owner.StringAt("kind")}.{version[..separator]}";
        return $"{kind?.ToLowerInvariant()}/{owner.StringAt("name")}";
    }

    /// <summary>The subjects of a binding that are of one kind.</summary>
    public static string Subjects(JsonObject binding, string kind) => string.Join(", ", CellFunctions.Objects(binding["subjects"])
        .Where(subject => subject.StringAt("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.StringAt("namespace")}/{subject.StringAt("name")}" : subject.StringAt("name")));

    /// <summary>`pods: 1/10, secrets: 2/5`: usage and limit.</summary>
    public static string Quota(JsonObject quota, bool isLimit)
    {
        var used = quota.At("status.used") as JsonObject;
        var hard = quota.At("status.hard") as JsonObject ?? [];
        return string.Join(", ", hard.Where(resource => resource.Key.StartsWith("limits.", StringComparison.Ordinal) == isLimit)
            .OrderBy(resource => resource.Key, StringComparer.Ordinal)
            .Select(resource =>
                $"{resource.Key}: {(used?[resource.Key] is { } amount ? CellFunctions.Text(amount) : "0")}/{CellFunctions.Text(resource.Value)}"));
    }

    /// <summary>The usage of a node, or that of all containers of a pod.</summary>
    public static string Usage(JsonObject metrics, string resource) => CellFunctions.Objects(metrics["containers"]).Append(metrics)
        .Aggregate(default(Quantity), (sum, measured) => sum + Quantity.Parse(measured.StringAt("usage." + resource))).ToString();

    /// <summary>`RWO,ROX`, in the server's order.</summary>
    public static string AccessModes(IEnumerable<string> modes)
    {
        var all = modes.ToHashSet(StringComparer.Ordinal);
        (string Mode, string Short)[] known = [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];
        return string.Join(',', known.Where(mode => all.Contains(mode.Mode)).Select(mode => mode.Short));
    }
}
