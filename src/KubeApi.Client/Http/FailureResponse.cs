using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>
/// Creates a <see cref="KubeApiException"/> from a failed response. Without a Status, the code is interpreted only if it means the same from any sender;
/// otherwise the response is not from the API, and the exception has no status code.
/// </summary>
internal static partial class FailureResponse
{
    // Far more than any Status; limits the error page of a proxy.
    private const int MaxBody = 1 << 20;

    public static async Task<KubeApiException> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, response, cancellationToken).ConfigureAwait(false);
        if (!ServerUri.IsSecure(request.RequestUri!) && PlainHttp.IsRefusedBy((int)response.StatusCode, Encoding.UTF8.GetString(body)))
        {
            return PlainHttp.Refused(request);
        }

        var parsed = MediaTypes.IsJson(response.Content.Headers.ContentType?.MediaType) ? Status.TryParse(body) : null;
        return request.Failed(parsed is null && IsForeign(request, response, body) ? Foreign(request, response, body)
            : Refused(request, response, parsed ?? Reconstruct(request, response, body)));
    }

    private static KubeApiException Refused(HttpRequestMessage request, HttpResponseMessage response, Status status)
    {
        var code = status.Code == 0 ? (int)response.StatusCode : status.Code;
        return new KubeApiException(FailureKind.Refused, status with { Code = code })
        {
            RecommendedAction = code == 504 ? WriteAdvice.AfterTimeout(request) : null,
            TokenExpired = code == 401 ? ExpiryOfToken(request) : null,
            RetryAfter = RetryAfterHeader.Read(response, DateTimeOffset.UtcNow)
                ?? (status.RetryAfterSeconds > 0 ? TimeSpan.FromSeconds(status.RetryAfterSeconds) : null),
        };
    }

    private static KubeApiException Foreign(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        // The WebSocket library of the API server refuses an unknown protocol with an empty 403; a page is the refusal of a proxy.
        var isRefusal = WebSocketHandshake.IsUpgrade(request) && (int)response.StatusCode is 403 or 404 && body.Length > 0;
        var status = new Status
        {
            Code = isRefusal ? (int)response.StatusCode : 0,
            Reason = isRefusal ? Reason(response.StatusCode) : "",
            Message = Describe(request, response, body),
        };
        return new KubeApiException(isRefusal ? FailureKind.Refused : FailureKind.InvalidAnswer, status)
        {
            RecommendedAction = request.RequestUri!.AbsolutePath.Contains("/proxy/", StringComparison.Ordinal) ? null : ForeignResponse.Advice,
        };
    }

    // When the token expired; null if it has no expiry, or is still valid.
    private static DateTimeOffset? ExpiryOfToken(HttpRequestMessage request) =>
        request.Headers.TryGetValues("Authorization", out var values) && values.First() is var value && value.StartsWith("Bearer ", StringComparison.Ordinal)
        && JsonWebToken.ExpiryOf(value["Bearer ".Length..]) is { } expiry && expiry <= DateTimeOffset.UtcNow
            ? expiry : null;

    // Any server or proxy can time out (408), demand a credential (401), limit the rate (429) or refuse the size of a request (413, 414, 431). With any other
    // of these codes, an API server sends a Status, or plain text for an unknown path or request. A response to HEAD has no body.
    private static bool IsForeign(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        var (code, type) = ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType);
        return code is >= 400 and < 500 and not (401 or 408 or 413 or 414 or 429 or 431)
            && !(MediaTypes.IsJson(type) && (request.Method == HttpMethod.Head || !IsWholeJson(body)))
            && !(type == "text/plain" && (code is not (403 or 404) || FirstLine(body).StartsWith("404 page not found", StringComparison.Ordinal)));
    }

    // A truncated body may have been a Status.
    private static bool IsWholeJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Describe(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var line = Tag().Replace(FirstLine(body), " ").Trim();
        return $"The response to {request.Method.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)} is not a Kubernetes API server's: "
            + $"{(int)response.StatusCode} {response.ReasonPhrase}, {type ?? "no content type"}{(line.Length > 0 ? $": {line}" : "")}.";
    }

    private static Status Reconstruct(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        var code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
        {
            return new Status
            {
                Code = code,
                Message = $"The server redirects to '{response.Headers.Location}', and redirects are not followed. "
                    + "If you trust that address, connect to it.",
            };
        }

        var line = MediaTypes.IsJson(response.Content.Headers.ContentType?.MediaType) ? FirstLine(body) : PageLine(body);
        return new Status
        {
            Code = code,
            Reason = Reason(response.StatusCode),
            Message = TooLarge(code, request) ?? (line.Length > 0 ? line : $"{code} {response.ReasonPhrase}"),
        };
    }

    private static string? TooLarge(int code, HttpRequestMessage request)
    {
        const string Limit = "than the server or a proxy in front of it accepts";
        var length = request.RequestUri!.PathAndQuery.Length;
        return code switch
        {
            413 => $"The body of the request is larger {Limit}.",
            414 => $"The address of the request has {length} characters, more {Limit}.",
            431 => $"The headers of the request are larger {Limit}. Its address has {length} characters.",
            _ => null,
        };
    }

    // The reasons of apimachinery's NewGenericServerResponse, for responses of a proxy or load balancer.
    private static string Reason(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => "BadRequest",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "NotFound",
        HttpStatusCode.MethodNotAllowed => "MethodNotAllowed",
        HttpStatusCode.NotAcceptable => "NotAcceptable",
        HttpStatusCode.Conflict => "Conflict",
        HttpStatusCode.Gone => "Gone",
        HttpStatusCode.UnsupportedMediaType => "UnsupportedMediaType",
        HttpStatusCode.UnprocessableEntity => "Invalid",
        HttpStatusCode.TooManyRequests => "TooManyRequests",
        HttpStatusCode.InternalServerError => "InternalError",
        HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
        HttpStatusCode.GatewayTimeout => "Timeout",
        _ => "",
    };

    // The title of a page, or its first line without tags.
    private static string PageLine(byte[] body)
    {
        var title = Title().Match(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4096)));
        return title.Success ? TerminalText.Clean(title.Groups[1].Value.ReplaceLineEndings(" ").Trim()) : Tag().Replace(FirstLine(body), " ").Trim();
    }

    private static string FirstLine(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 4096)).Trim();
        var line = text.Split('\n', 2)[0].Trim();
        return TerminalText.Clean(line.Length > 300 ? line[..300] + "…" : line);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using var stream = new ResponseStream(content, request, (int)response.StatusCode, CancellationToken.None);
            var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; body.Length < MaxBody && (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        catch (KubeApiException)
        {
            // The status code alone still says what happened.
            return [];
        }
    }

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();

    [GeneratedRegex("<title[^>]*>([^<]*)</title>", RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}
