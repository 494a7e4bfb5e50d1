using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox;

/// <summary>Creates the server's own objects from recorded ones, with current times and new uids.</summary>
internal static class RecordedTemplate
{
    /// <param name="recorded">The recorded object, with the placeholders `@now`, `@now.micro`, `@today`, `@uid` and `@ca`.</param>
    public static JsonObject Of(JsonObject recorded, Cluster cluster)
    {
        var text = recorded.ToJsonString()
            .Replace("@now.micro", cluster.Now.Replace("Z", ".000000Z", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("@now", cluster.Now, StringComparison.Ordinal)
            .Replace("@today", cluster.Now[..10], StringComparison.Ordinal)
            .Replace("@uid", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("@ca", JsonEncodedText.Encode(cluster.Authority.Pem).ToString(), StringComparison.Ordinal);
        var value = (JsonObject)JsonNode.Parse(text)!;
        value.Set("metadata.uid", Guid.NewGuid().ToString());
        value.Set("metadata.creationTimestamp", cluster.Now);
        return value;
    }
}
