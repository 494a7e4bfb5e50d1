using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Where a list goes on: the version of its first page and the key after the last one sent. The same text as a real server's.</summary>
/// <param name="Version">-1 for "whatever is there now", as in the fresh token of an expired one.</param>
/// <param name="Start">The first key that may come, relative to the namespace of the list.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    public const long Latest = -1;

    public static ContinueToken After(long version, string lastKey) => new(version, lastKey + "\0");

    public static ContinueToken Parse(string text)
    {
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw Bad("illegal base64 data at input byte 0");
        }

        try
        {
            return JsonText.Parse(bytes) is JsonObject token && token.IntegerAt("rv") is { } version && token.StringAt("start") is { Length: > 0 } start
                ? new ContinueToken(version, start.TrimStart('/'))
                : throw Bad("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Bad(JsonComplaint.For(bytes));
        }
    }

    public override string ToString() => Base64Url.EncodeToString(JsonText.ToBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = Start }));

    private static StatusException Bad(string why) => StatusAnswers.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
