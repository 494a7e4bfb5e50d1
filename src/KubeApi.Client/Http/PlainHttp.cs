using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Plain http to a TLS port, and TLS to a plain http port.</summary>
internal static class PlainHttp
{
    // Go's net/http, which the API server uses; nginx; Apache.
    private static readonly string[] s_refusals =
        ["HTTP request to an HTTPS server", "plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port"];

    /// <summary>Whether a response rejects plain http.</summary>
    public static bool IsRefusedBy(int code, string body) => code == 400 && s_refusals.Any(r => body.Contains(r, StringComparison.OrdinalIgnoreCase));

    /// <summary>The failure of such a request.</summary>
    public static KubeApiException Refused(HttpRequestMessage request) => request.Failed(
        new KubeApiException(FailureKind.ConnectionFailed, $"{request.RequestUri!.Host}:{request.RequestUri.Port} expects TLS, but the request was plain http.")
        {
            RecommendedAction = $"Use https: {Secure(request)}",
        });

    /// <summary>The failure of a TLS handshake with a server that does not speak TLS.</summary>
    public static KubeApiException Expected(HttpRequestMessage request, Exception e) => request.Failed(
        new KubeApiException(FailureKind.ConnectionFailed, $"{request.RequestUri!.Host}:{request.RequestUri.Port} does not speak TLS.", e)
        {
            RecommendedAction = "Check the port. If the server expects plain http, as kubectl proxy does: "
                + $"http://{request.RequestUri.Host}:{request.RequestUri.Port}, without a credential.",
        });

    /// <summary>The recommended action if the response is not HTTP; null for a request over TLS.</summary>
    public static string? Advice(HttpRequestMessage request) =>
        ServerUri.IsSecure(request.RequestUri!) ? null : $"If the server speaks TLS on this port, use https: {Secure(request)}";

    private static string Secure(HttpRequestMessage request) => $"https://{request.RequestUri!.Host}:{request.RequestUri.Port}";
}
