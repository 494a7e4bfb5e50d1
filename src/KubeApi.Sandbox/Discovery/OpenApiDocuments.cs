using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Discovery;

/// <summary>`/openapi/v3` and its documents. Each is asked for with the hash of its content, so that clients can keep it for good.</summary>
internal sealed class OpenApiDocuments
{
    private const string Root = "/openapi/v3";

    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly Lazy<JsonObject> _index = new(() => Recorded.Object("openapi/index.json"));

    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method) || !path.StartsWith(Root, StringComparison.Ordinal))
        {
            return false;
        }

        var document = path[Root.Length..].Trim('/');
        if (document.Length == 0)
        {
            SetCommonHeaders(context.Response);
            await Answer.BytesAsync(context, 200, "text/plain; charset=utf-8", Recorded.Bytes("openapi/index.json"));
            return true;
        }

        if (_index.Value["paths"]?[document] is not JsonObject entry)
        {
            return false;
        }

        await AnswerDocumentAsync(context, document, entry.StringAt("serverRelativeURL")!);
        return true;
    }

    private async Task AnswerDocumentAsync(HttpContext context, string document, string url)
    {
        var hash = url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var asked = context.Request.Query["hash"].ToString();
        if (asked.Length > 0 && asked != hash)
        {
            // A hash of yesterday: the document is somewhere else today.
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = url;
            return;
        }

        var etag = $"\"{hash}\"";
        SetCommonHeaders(context.Response);
        context.Response.Headers.ETag = etag;
        context.Response.Headers.Vary = "Accept";
        if (asked.Length > 0)
        {
            context.Response.Headers.CacheControl = "public, immutable";
            context.Response.Headers.Expires = DateTimeOffset.UtcNow.AddYears(1).ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        }

        if (context.Request.Headers.IfNoneMatch.Contains(etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await Answer.BytesAsync(context, 200, "application/json", Recorded.Bytes($"openapi/v3/{document.Replace('/', '_')}.json"));
    }

    private void SetCommonHeaders(HttpResponse response)
    {
        response.Headers.AcceptRanges = "bytes";
        response.Headers.LastModified = _started.ToString("R", CultureInfo.InvariantCulture);
    }
}
