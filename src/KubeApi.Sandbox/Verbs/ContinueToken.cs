using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Verbs;

/// <summary>A continue token: the version of the first page and the next key. The format is a real server's.</summary>
/// <param name="Version">-1 for the current version, as in the fresh token of an expired one.</param>
/// <param name="Start">The first key, relative to the namespace of the list.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    public const long Latest = -1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static ContinueToken After(long version, string lastKey) => new(version, lastKey + "\0");

    public static ContinueToken Parse(string text)
    {
        var bytes = Decode(text);
        try
        {
            return JsonText.Parse(bytes) is JsonObject token && token.IntegerAt("rv") is { } version && token.StringAt("start") is { Length: > 0 } start
                ? new ContinueToken(version, start.TrimStart('/'))
                : throw Bad("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Bad(JsonSyntaxError.For(bytes));
        }
    }

    public override string ToString() =>
        Base64Url.EncodeToString(JsonText.ToBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = Start }));

    // As lenient as Go's decoder: ignores leftover bits at the end.
    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        var (bits, count) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            var digit = Alphabet.IndexOf(text[index], StringComparison.Ordinal);
            if (digit < 0)
            {
                throw Bad($"illegal base64 data at input byte {index}");
            }

            (bits, count) = (((bits << 6) | digit) & 0xffff, count + 6);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
            }
        }

        // One digit is not a byte.
        return text.Length % 4 == 1 ? throw Bad($"illegal base64 data at input byte {text.Length - 1}") : [.. bytes];
    }

    private static StatusException Bad(string why) => ApiErrors.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
