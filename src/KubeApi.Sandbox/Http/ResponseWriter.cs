using System.Globalization;
using System.Text;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KubeApi.Sandbox.Http;

/// <summary>Writes answers that fit in one piece: objects, Status, documents, text.</summary>
internal static class ResponseWriter
{
    private const string JsonType = "application/json";
    private const string YamlType = "application/yaml";

    public static Task ObjectAsync(HttpContext context, int status, ResourceType type, StoredObject value) => ObjectAsync(context, status, type, value.Json);

    /// <summary>The object in the form that the client wants.</summary>
    public static Task ObjectAsync(HttpContext context, int status, ResourceType type, byte[] stored) =>
        JsonAsync(context, status, FormOf(context, type).One(stored));

    /// <summary>The form in which the client wants objects of this type.</summary>
    public static ObjectForm FormOf(HttpContext context, ResourceType type) =>
        new(type, Representation.Of(context.Request), context.RequestServices.GetRequiredService<TimeProvider>());

    /// <summary>What every answer has, whatever it is.</summary>
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
            // Too late for a Status: the client must see that the answer is not whole.
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

    /// <summary>A document, as JSON or as the YAML that the client asks for.</summary>
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

    /// <summary>Adds a warning, once.</summary>
    public static void Warn(HttpContext context, string text)
    {
        var warning = $"299 - {ApiErrors.Quote(text)}";
        if (!context.Response.Headers.Warning.Contains(warning))
        {
            context.Response.Headers.Append("Warning", warning);
        }
    }

    /// <summary>Whether an answer is made whole before it is sent.</summary>
    public static bool IsWhole(HttpRequest request) => WantsIndentation(request) || AcceptHeader.PrefersYaml(request);

    /// <summary>People who look with curl or a browser get indented JSON, unless they say otherwise.</summary>
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
