using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Reads request bodies.</summary>
internal static class Body
{
    /// <summary>The limit of a real server, in bytes.</summary>
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
        var value = await ReadAnyAsync(request, kind) ?? throw MediaTypeErrors.UnsupportedBody();
        ObjectKind.Check(value, apiVersion, kind);
        return value;
    }

    /// <summary>The JSON object of a write, of any kind, and its duplicate keys.</summary>
    public static async Task<(JsonObject Value, IReadOnlyList<string> Duplicates)> ReadSentAsync(HttpRequest request, string kind, bool needsKind)
    {
        var duplicates = new List<string>();
        return (await ReadAnyAsync(request, kind, duplicates, needsKind) ?? throw MediaTypeErrors.UnsupportedBody(), duplicates);
    }

    /// <summary>A YAML document as JSON. JSON is read as JSON, where keys may be duplicate.</summary>
    public static JsonObject ParseYaml(byte[] yaml, ICollection<string> duplicates)
    {
        try
        {
            var value = ReadYaml(yaml, duplicates);
            GoNumbers.Normalize(value);
            return value as JsonObject
                ?? throw ApiErrors.BadRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                + $"{GoText.JsonKind(value)} into Go value of type map[string]interface {{}}");
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: error converting YAML to JSON: yaml: {exception.Message}");
        }
    }

    private static JsonNode? ReadYaml(byte[] yaml, ICollection<string> duplicates)
    {
        var isJson = yaml.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{\""u8);
        return (isJson ? TryParseJson(yaml, duplicates) : null) ?? JsonText.Parse(YamlText.ToJson(Encoding.UTF8.GetString(yaml)));
    }

    private static JsonObject? TryParseJson(byte[] text, ICollection<string> duplicates)
    {
        try
        {
            return JsonText.Parse(text, duplicates) as JsonObject;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A YAML flow mapping, which has its own rules.
            duplicates.Clear();
            return null;
        }
    }

    /// <summary>The options of a delete; null without a body, whatever the media type says.</summary>
    public static Task<JsonObject?> ReadOptionsAsync(HttpRequest request) => ReadAnyAsync(request, "DeleteOptions");

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    // Null for an unsupported type of body, and for no options.
    private static async Task<JsonObject?> ReadAnyAsync(HttpRequest request, string kind, ICollection<string>? duplicates = null, bool needsKind = false)
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
            return Envelope(ParseSentYaml(bytes, kind, duplicates ?? []), kind, bytes, needsKind);
        }

        if (type != ProtobufBody.MediaType)
        {
            return Parse(bytes, kind, duplicates ?? [], needsKind);
        }

        try
        {
            return ProtobufBody.Decode(bytes);
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {exception.Message} ({Summary(bytes)})");
        }
    }

    private static JsonObject Parse(byte[] bytes, string kind, ICollection<string> duplicates, bool needsKind)
    {
        try
        {
            return Envelope(JsonText.Parse(bytes, duplicates), kind, bytes, needsKind);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ApiErrors.BadRequest(Unrecognized(kind, JsonSyntaxError.For(bytes), bytes));
        }
    }

    private static JsonNode? ParseSentYaml(byte[] bytes, string kind, ICollection<string> duplicates)
    {
        try
        {
            return ReadYaml(bytes, duplicates);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): yaml: {exception.Message} ({Summary(bytes)})");
        }
    }

    // apiVersion and kind come first.
    private static JsonObject Envelope(JsonNode? value, string kind, byte[] bytes, bool needsKind)
    {
        if (value is not JsonObject envelope)
        {
            const string type = """struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }""";
            // A null is an empty object.
            return value is null
                ? []
                : throw ApiErrors.BadRequest(Unrecognized(kind, $"json: cannot unmarshal {GoText.JsonKind(value)} into Go value of type {type}", bytes));
        }

        foreach (var name in (string[])["apiVersion", "kind"])
        {
            if (envelope[name] is { } member && member.GetValueKind() != JsonValueKind.String)
            {
                throw ApiErrors.BadRequest(
                    Unrecognized(kind, $"json: cannot unmarshal {GoText.JsonKind(member)} into Go struct field .{name} of type string", bytes));
            }
        }

        return needsKind && envelope.StringAt("kind") is not { Length: > 0 }
            ? throw ApiErrors.BadRequest(
                $"the object provided is unrecognized (must be of type {kind}): Object 'Kind' is missing in '{Encoding.UTF8.GetString(bytes).Trim()}' "
                    + $"({Summary(bytes)})")
            : envelope;
    }

    private static string Unrecognized(string kind, string error, byte[] bytes) => kind == "DeleteOptions"
        ? $"couldn't get version/kind; json parse error: {error}"
        : $"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {error} ({Summary(bytes)})";

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
