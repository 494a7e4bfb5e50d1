using System.Security.Cryptography;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>
/// `/openapi/v3` and its documents, and an empty `/openapi/v2`. Requests for these have the hash of the content, so clients can cache them forever.
/// </summary>
internal sealed class OpenApiDocuments(ResourceCatalog catalog) : IDocument
{
    private const string Root = "/openapi/v3";

    // kubectl requests the legacy document for a kind that is in no new one; if it is missing there, kubectl leaves the validation to the server.
    private const string SwaggerType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static readonly byte[] s_swagger = [0x0a, 3, .. "2.0"u8];

    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly Derived<(JsonObject Index, Dictionary<string, byte[]> Custom)> _documents = new(Documents);

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return false;
        }

        if (path == "/openapi/v2")
        {
            await ResponseWriter.BytesAsync(context, 200, SwaggerType, s_swagger);
            return true;
        }

        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            return false;
        }

        var document = path[Root.Length..].Trim('/');
        var (index, custom) = _documents.From(catalog.CustomDefinitions);
        if (document.Length == 0)
        {
            SetCommonHeaders(context.Response);
            await ResponseWriter.BytesAsync(context, 200, "text/plain; charset=utf-8", JsonText.ToBytes(index));
            return true;
        }

        if (index["paths"]?[document] is not JsonObject entry)
        {
            return false;
        }

        await WriteDocumentAsync(
            context, entry.StringAt("serverRelativeURL")!,
            () => custom.GetValueOrDefault(document) ?? Recorded.Bytes($"openapi/v3/{document.Replace('/', '_')}.json"));
        return true;
    }

    private static (JsonObject Index, Dictionary<string, byte[]> Custom) Documents(IReadOnlyList<CustomDefinition> definitions)
    {
        var index = Recorded.Object("openapi/index.json");
        var custom = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var group in CustomDiscovery.Groups(definitions))
        {
            foreach (var version in CustomDiscovery.VersionsOf(group))
            {
                var name = $"apis/{group.Key}/{version}";
                if (index["paths"]![name] is null)
                {
                    custom[name] = JsonText.ToBytes(CustomOpenApi.Document(group, group.Key, version));
                    index["paths"]![name] = new JsonObject { ["serverRelativeURL"] = $"{Root}/{name}?hash={Hash(custom[name])}" };
                }
            }
        }

        return (index, custom);
    }

    private static string Hash(byte[] content) => Convert.ToHexString(SHA512.HashData(content));

    private async Task WriteDocumentAsync(HttpContext context, string url, Func<byte[]> content)
    {
        var hash = url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var asked = context.Request.Query["hash"].ToString();
        if (asked.Length > 0 && asked != hash)
        {
            // An outdated hash: redirect to the current document.
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = url;
            return;
        }

        if (asked.Length > 0)
        {
            context.Response.Headers.CacheControl = "public, immutable";
            context.Response.Headers.Expires = DateTimeOffset.UtcNow.AddYears(1).ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        }

        await HandleAsync(context, hash, "application/json", content);
    }

    private async Task HandleAsync(HttpContext context, string hash, string contentType, Func<byte[]> content)
    {
        var etag = $"\"{hash}\"";
        SetCommonHeaders(context.Response);
        context.Response.Headers.ETag = etag;
        context.Response.Headers.Append("Vary", "Accept");
        if (context.Request.Headers.IfNoneMatch.Contains(etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await ResponseWriter.BytesAsync(context, 200, contentType, content());
    }

    private void SetCommonHeaders(HttpResponse response)
    {
        response.Headers.AcceptRanges = "bytes";
        response.Headers.LastModified = _started.ToString("R", CultureInfo.InvariantCulture);
    }
}
