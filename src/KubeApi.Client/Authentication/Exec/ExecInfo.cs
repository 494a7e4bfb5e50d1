using System.Text;
using System.Text.Json;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>The input of a plugin, as <c>KUBERNETES_EXEC_INFO</c>.</summary>
internal static class ExecInfo
{
    public const string Variable = "KUBERNETES_EXEC_INFO";

    public static string ToJson(ExecPlugin plugin, bool isInteractive)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("kind", "ExecCredential");
            json.WriteString("apiVersion", plugin.ApiVersion);
            json.WriteStartObject("spec");
            if (plugin.Cluster is { } cluster)
            {
                json.WritePropertyName("cluster");
                cluster.WriteTo(json);
            }

            json.WriteBoolean("interactive", isInteractive);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
