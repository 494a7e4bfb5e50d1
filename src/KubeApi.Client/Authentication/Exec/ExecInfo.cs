using System.Text.Json.Nodes;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>The input of a plugin, as <c>KUBERNETES_EXEC_INFO</c>.</summary>
internal static class ExecInfo
{
    public const string Variable = "KUBERNETES_EXEC_INFO";

    public static string ToJson(ExecPlugin plugin, bool isInteractive)
    {
        var spec = new JsonObject { ["interactive"] = isInteractive };
        if (plugin.Cluster is not null)
        {
            spec["cluster"] = plugin.Cluster.DeepClone();
        }

        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
    }
}
