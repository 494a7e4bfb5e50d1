using System.IO.Compression;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Compresses large responses if the client accepts it, as a real server does.</summary>
internal static class Compression
{
    private const long Threshold = 128 * 1024;

    /// <summary>A stream for the body; null for no compression. Disposing it ends the body.</summary>
    public static Stream? TryOpen(HttpContext context, long length, Stream? body = null)
    {
        if (length < Threshold || !Accepts(context.Request))
        {
            return null;
        }

        var headers = context.Response.Headers;
        headers.ContentEncoding = "gzip";
        headers.Append("Vary", "Accept-Encoding");
        return new GZipStream(body ?? context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
    }

    private static bool Accepts(HttpRequest request) => request.Headers.AcceptEncoding
        .SelectMany(value => value!.Split(','))
        .Any(coding => coding.Split(';')[0].Trim() == "gzip" && !coding.Replace(" ", "", StringComparison.Ordinal).EndsWith(";q=0", StringComparison.Ordinal));
}
