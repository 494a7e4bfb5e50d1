using System.Net;
using System.Security.Cryptography;
using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>The client's side of one WebSocket handshake (RFC 6455, section 4.1).</summary>
internal sealed class WebSocketHandshake(IReadOnlyList<string> protocols)
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes a request an upgrade. HTTP/2 has no such upgrade, so the version is exact.</summary>
    public void AddTo(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", _key);
        if (protocols.Count > 0)
        {
            // One header for all: the API server reads the first header line only.
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
        }
    }

    /// <summary>The subprotocol that the server chose; null if it chose none.</summary>
    /// <exception cref="KubeApiException">The response does not complete this handshake.</exception>
    public string? Complete(HttpRequestMessage request, HttpResponseMessage response)
    {
        var chosen = Value(response, "Sec-WebSocket-Protocol");
        var fault = response.StatusCode != HttpStatusCode.SwitchingProtocols ? $"it responded with {(int)response.StatusCode} instead of 101"
            : !string.Equals(Value(response, "Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase) ? "it switched to another protocol"
            : Value(response, "Sec-WebSocket-Accept") != AcceptOf(_key) ? "its Sec-WebSocket-Accept does not match the key"
            : chosen is not null && !protocols.Contains(chosen) ? $"it chose the subprotocol '{chosen}', which was not offered"
            : null;
        return fault is null
            ? chosen
            : throw request.Failed(new KubeApiException(
                FailureKind.InvalidAnswer, $"{request.RequestUri!.Host}:{request.RequestUri.Port} did not open a WebSocket: {TerminalText.Clean(fault)}."));
    }

    /// <summary>Whether a request is an upgrade.</summary>
    public static bool IsUpgrade(HttpRequestMessage request) => request.Headers.NonValidated.Contains("Sec-WebSocket-Key");

    private static string? Value(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString().Trim() : null;

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1; it protects nothing here.")]
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
}
