using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
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
        // Without a content type the server takes it for JSON.
        if (MediaType(request) is not ("application/json" or ""))
        {
            throw StatusAnswers.UnsupportedBody();
        }

        var bytes = await ReadAsync(request);
        var value = Parse(bytes, kind);
        var givenVersion = value.StringAt("apiVersion");
        var givenKind = value.StringAt("kind");
        if ((givenKind ?? kind) != kind || (givenVersion ?? apiVersion) != apiVersion)
        {
            throw StatusAnswers.BadRequest(
                $"{givenKind ?? kind} in version {StatusAnswers.Quote(givenVersion ?? apiVersion)} cannot be handled as a {kind}: "
                + $"no kind {StatusAnswers.Quote(givenKind ?? kind)} is registered for version {StatusAnswers.Quote(givenVersion ?? apiVersion)}");
        }

        return value;
    }

    /// <summary>The options of a delete; an empty body is none.</summary>
    public static async Task<JsonObject> ReadOptionsAsync(HttpRequest request)
    {
        var bytes = await ReadAsync(request);
        return bytes.Length == 0 ? [] : Parse(bytes, "DeleteOptions");
    }

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static JsonObject Parse(byte[] bytes, string kind)
    {
        try
        {
            return JsonText.Parse(bytes) as JsonObject
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
