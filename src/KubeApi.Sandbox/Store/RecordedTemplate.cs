using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Store;

/// <summary>Creates the server's own objects from recorded ones, with current times and new uids.</summary>
/// <param name="certificate">The PEM of the CA.</param>
internal sealed class RecordedTemplate(SandboxClock clock, string certificate)
{
    /// <param name="recorded">The recorded object, with the placeholders `@now`, `@now.micro`, `@today`, `@uid` and `@ca`.</param>
    public JsonObject Fill(JsonObject recorded)
    {
        var now = clock.Now;
        var text = recorded.ToJsonString()
            .Replace("@now.micro", now.Replace("Z", ".000000Z", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("@now", now, StringComparison.Ordinal)
            .Replace("@today", now[..10], StringComparison.Ordinal)
            .Replace("@uid", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("@ca", JsonEncodedText.Encode(certificate).ToString(), StringComparison.Ordinal);
        var value = (JsonObject)JsonNode.Parse(text)!;
        value.Set("metadata.uid", Guid.NewGuid().ToString());
        value.Set("metadata.creationTimestamp", now);
        return value;
    }
}
