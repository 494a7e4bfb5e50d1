using System.Buffers.Text;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Verbs;

/// <summary>A continue token: the version of the first page and the next key. The format is a real server's.</summary>
/// <param name="Version">-1 for the current version, as in the fresh token of an expired one.</param>
/// <param name="Start">The first key, relative to the namespace of the list.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    public const long Latest = -1;

    public static ContinueToken After(long version, string lastKey) => new(version, lastKey + "\0");

    public static ContinueToken Parse(string text)
    {
        byte[] bytes = [];
        try
        {
            // Leftover bits at the end are ignored.
            text = text.TrimEnd('=');
            bytes = Base64Url.DecodeFromChars(text.PadRight((text.Length + 3) / 4 * 4, 'A'))[..(text.Length * 6 / 8)];
            return JsonText.Parse(bytes) is JsonObject token && token.IntegerAt("rv") is { } version && token.StringAt("start") is { Length: > 0 } start
                ? new ContinueToken(version, start.TrimStart('/'))
                : throw Bad("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        catch (FormatException)
        {
            throw Bad("illegal base64 data");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Bad(JsonSyntaxError.For(bytes));
        }
    }

    public override string ToString() =>
        Base64Url.EncodeToString(JsonText.ToBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = Start }));

    private static StatusException Bad(string why) => ApiErrors.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
