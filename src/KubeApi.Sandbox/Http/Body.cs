using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Protobuf;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>Reads request bodies.</summary>
internal static class Body
{
    /// <summary>What the real server takes at most, in bytes.</summary>
    public const long Limit = 3 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    /// <summary>The JSON object in the body, which must be of that kind.</summary>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, string apiVersion, string kind)
    {
        var value = await ReadAnyAsync(request, kind) ?? throw StatusAnswers.UnsupportedBody();
        ObjectKind.Check(value, apiVersion, kind);
        return value;
    }

    /// <summary>The JSON object of a write, of whatever kind it says it is; and the keys that stand twice in it.</summary>
    public static async Task<(JsonObject Value, IReadOnlyList<string> Duplicates)> ReadSentAsync(HttpRequest request, string kind)
    {
        var duplicates = new List<string>();
        return (await ReadAnyAsync(request, kind, duplicates) ?? throw StatusAnswers.UnsupportedBody(), duplicates);
    }

    /// <summary>A YAML document as JSON. JSON is YAML too, and is read as what it is: only there a key may stand twice.</summary>
    public static JsonObject ParseYaml(byte[] yaml, ICollection<string> duplicates)
    {
        try
        {
            return yaml.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{\""u8) && TryParseJson(yaml, duplicates) is { } json ? json : JsonText.Parse(YamlText.ToJson(Encoding.UTF8.GetString(yaml))) as JsonObject ?? throw new FormatException("it is no mapping");
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw StatusAnswers.BadRequest($"error decoding YAML: error converting YAML to JSON: yaml: {exception.Message}");
        }
    }

    private static JsonObject? TryParseJson(byte[] text, ICollection<string> duplicates)
    {
        try
        {
            return JsonText.Parse(text, duplicates) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A YAML mapping in braces, with its own rules.
            duplicates.Clear();
            return null;
        }
    }

    /// <summary>The options of a delete; null without a body, whatever the media type says.</summary>
    public static Task<JsonObject?> ReadOptionsAsync(HttpRequest request) => ReadAnyAsync(request, "DeleteOptions");

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    // Null for a type of body that nobody here can read, and for no options.
    private static async Task<JsonObject?> ReadAnyAsync(HttpRequest request, string kind, ICollection<string>? duplicates = null)
    {
        var type = MediaType(request);
        // Without a content type the server takes it for JSON.
        if (type is not ("application/json" or "application/yaml" or "" or ProtobufBody.MediaType))
        {
            return null;
        }

        var bytes = await ReadAsync(request);
        if (bytes.Length == 0 && kind == "DeleteOptions")
        {
            return null;
        }

        if (type == "application/yaml")
        {
            return ParseYaml(bytes, duplicates ?? []);
        }

        if (type != ProtobufBody.MediaType)
        {
            return Parse(bytes, kind, duplicates ?? []);
        }

        try
        {
            return ProtobufBody.Decode(bytes);
        }
        catch (FormatException exception)
        {
            throw StatusAnswers.BadRequest($"the object provided is unrecognized (must be of type {kind}): {exception.Message} ({Summary(bytes)})");
        }
    }

    private static JsonObject Parse(byte[] bytes, string kind, ICollection<string> duplicates)
    {
        try
        {
            return JsonText.Parse(bytes, duplicates) as JsonObject
                ?? throw StatusAnswers.BadRequest(Unrecognized(kind, "json: cannot unmarshal value into Go value of type struct", bytes));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw StatusAnswers.BadRequest(Unrecognized(kind, JsonComplaint.For(bytes), bytes));
        }
    }

    private static string Unrecognized(string kind, string complaint, byte[] bytes) =>
        $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {complaint} ({Summary(bytes)})";

    // The first thirty bytes: as text if they look like JSON, else in hexadecimal.
    private static string Summary(byte[] bytes)
    {
        const int limit = 30;
        if (bytes.Length == 0)
        {
            return "<empty>";
        }

        var start = bytes.AsSpan(0, Math.Min(limit, bytes.Length));
        var text = bytes[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return bytes.Length > limit ? text + " ..." : text;
    }
}
