using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    /// <summary>`Ready,SchedulingDisabled`.</summary>
    public static string Status(JsonObject node)
    {
        var ready = CellFunctions.Where(node.At("status.conditions"), "type", "Ready")?.StringAt("status");
        var status = ready switch { null => "Unknown", "True" => "Ready", _ => "NotReady" };
        return CellFunctions.Text(node.At("spec.unschedulable")) == "true" ? status + ",SchedulingDisabled" : status;
    }

    public static string Roles(JsonObject node)
    {
        var labels = node.At("metadata.labels") as JsonObject ?? [];
        var named = labels.Select(label => label.Key).Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(
            key => key[RolePrefix.Length..]);
        return string.Join(
            ',', named.Append(CellFunctions.Text(labels["kubernetes.io/role"])).Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }
}
