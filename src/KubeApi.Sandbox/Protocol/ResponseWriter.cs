using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using Microsoft.Extensions.DependencyInjection;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Writes responses of one piece: objects, Status, documents, text.</summary>
internal static class ResponseWriter
{
    private const string JsonType = "application/json";
    private const string YamlType = "application/yaml";

    public static Task ObjectAsync(HttpContext context, int status, ResourceType type, StoredObject value) => ObjectAsync(context, status, type, value.Json);

    /// <summary>Writes the object in the form that the client accepts.</summary>
    public static Task ObjectAsync(HttpContext context, int status, ResourceType type, byte[] stored) =>
        JsonAsync(context, status, FormOf(context, type).One(stored));

    /// <summary>The form of objects of this type that the client accepts.</summary>
    public static ObjectForm FormOf(HttpContext context, ResourceType type) =>
        new(type, Representation.Of(context.Request), context.RequestServices.GetRequiredService<TimeProvider>());

    /// <summary>Sets the headers of every response.</summary>
    public static void SetCommonHeaders(HttpResponse response)
    {
        response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        response.Headers.CacheControl = "no-cache, private";
    }

    public static Task StatusAsync(HttpContext context, Status status) => JsonAsync(context, status.Code, status.ToBytes());

    public static Task FailureAsync(HttpContext context, StatusException failure)
    {
        if (context.Response.HasStarted)
        {
            // Too late for a Status: aborting makes the client detect the incomplete response.
            context.Abort();
            return Task.CompletedTask;
        }

        if (failure.NoSniff)
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
        }

        if (failure.Status.Details?.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return JsonAsync(context, failure.Status.Code, failure.Status.ToBytes(), failure.IsAlwaysIndented);
    }

    /// <summary>Writes a document as JSON, or as YAML if the client prefers it.</summary>
    public static Task JsonAsync(HttpContext context, int status, byte[] compact, bool indent = false) =>
        !indent && AcceptHeader.PrefersYaml(context.Request) ? BytesAsync(context, status, YamlType, YamlText.OfJson(compact))
        : indent || WantsIndentation(context.Request)
            ? BytesAsync(context, status, JsonType, JsonText.Indent(compact))
            : BytesAsync(context, status, JsonType, (byte[])[.. compact, (byte)'\n']);

    public static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return BytesAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
    }

    public static async Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        await using var compressed = Compression.TryOpen(context, body.Length);
        if (compressed is null)
        {
            response.ContentLength = body.Length;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await (compressed ?? response.Body).WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Adds a warning header, unless it is already there.</summary>
    public static void Warn(HttpContext context, string text)
    {
        var warning = $"299 - {ApiErrors.Quote(text)}";
        if (!context.Response.Headers.Warning.Contains(warning))
        {
            context.Response.Headers.Append("Warning", warning);
        }
    }

    /// <summary>Whether a response is completed in memory before it is sent.</summary>
    public static bool IsWhole(HttpRequest request) => WantsIndentation(request) || AcceptHeader.PrefersYaml(request);

    /// <summary>Responses for curl and browsers are indented, unless the query says otherwise.</summary>
    public static bool WantsIndentation(HttpRequest request)
    {
        if (request.Query.TryGetValue("pretty", out var pretty))
        {
            return pretty.ToString() is not ("false" or "0");
        }

        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal)
            || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }
}
