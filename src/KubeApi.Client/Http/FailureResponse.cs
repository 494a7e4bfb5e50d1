using System.Net;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>Makes a <see cref="KubeApiException"/> of a response that is a failure. A response without a Status gets one made of its code and first line.</summary>
internal static class FailureResponse
{
    // Far more than any Status; bounds the error page of a proxy.
    private const int MaxBody = 1 << 20;

    public static async Task<KubeApiException> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, response, cancellationToken).ConfigureAwait(false);
        var status = (MediaTypes.IsJson(response.Content.Headers.ContentType?.MediaType) ? Status.TryParse(body) : null) ?? Reconstruct(response, body);
        if (status.Code == 0)
        {
            status = status with { Code = (int)response.StatusCode };
        }

        return new KubeApiException(FailureKind.Refused, status)
        {
            Method = request.Method.Method,
            RequestUri = request.RequestUri,
            Target = request.GetApiRequest()?.Target,
            Attempts = request.GetAttempts(),
            RecommendedAction = status.Code == 504 ? WriteAdvice.AfterSilence(request) : null,
            RetryAfter = RetryAfterHeader.Read(response, DateTimeOffset.UtcNow) ?? (status.RetryAfterSeconds > 0 ? TimeSpan.FromSeconds(status.RetryAfterSeconds) : null),
        };
    }

    private static Status Reconstruct(HttpResponseMessage response, byte[] body)
    {
        var code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
        {
            return new Status
            {
                Code = code,
                Message = $"The server answered with a redirect to '{response.Headers.Location}', which is not followed. "
                    + "Connect with that address instead, if you trust it.",
            };
        }

        var line = FirstLine(body);
        return new Status { Code = code, Reason = Reason(response.StatusCode), Message = line.Length > 0 ? line : $"{code} {response.ReasonPhrase}" };
    }

    // The reasons of apimachinery's NewGenericServerResponse, for responses that come from a proxy or load balancer.
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
}
