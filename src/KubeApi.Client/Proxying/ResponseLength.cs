using System.Globalization;

namespace KubeApi.Client.Proxying;

/// <summary>The length of the body of a server's response (RFC 9112, section 6.3).</summary>
internal static class ResponseLength
{
    /// <summary>The reason why a caller could not see where the response ends, as a sentence; null if it can.</summary>
    public static string? FaultOf(HttpResponseMessage response) =>
        !IsChunked(response) && response.Content.Headers.NonValidated.Contains("Content-Length") && Of(response) is null
            ? "The server's response has two lengths, or one that is not a number."
            : null;

    /// <summary>The length; null if the response has none, or if it is chunked, which takes precedence.</summary>
    public static long? Of(HttpResponseMessage response)
    {
        if (IsChunked(response) || !response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values))
        {
            return null;
        }

        return values.Distinct().ToList() is [{ Length: > 0 and <= 18 } length] && length.All(char.IsAsciiDigit)
            ? long.Parse(length, CultureInfo.InvariantCulture)
            : null;
    }

    private static bool IsChunked(HttpResponseMessage response) => response.Headers.NonValidated.Contains("Transfer-Encoding");
}
