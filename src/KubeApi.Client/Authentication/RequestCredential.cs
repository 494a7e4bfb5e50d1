using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>The credential of one request.</summary>
/// <param name="authorization">The value of the Authorization header; null for none.</param>
/// <param name="certificate">The client certificate of its connection; null for none.</param>
public sealed class RequestCredential(string? authorization, ClientCertificate? certificate = null)
{
    /// <summary>No credential.</summary>
    public static readonly RequestCredential None = new(null);

    /// <summary>A bearer token. Errors never contain it.</summary>
    /// <param name="token">The token; surrounding white space is removed.</param>
    /// <param name="source">The source of the token, for the error.</param>
    /// <param name="certificate">The client certificate of the connection; null for none.</param>
    /// <exception cref="KubeApiException">The token is empty, or has characters that are not allowed in a token.</exception>
    public static RequestCredential Bearer(string token, string source, ClientCertificate? certificate = null)
    {
        var trimmed = token.Trim();
        if (trimmed.Length == 0)
        {
            throw new KubeApiException(FailureKind.CredentialUnavailable, $"The {source} is empty.");
        }

        // RFC 6750 allows fewer characters, but Rancher's tokens have a colon. Only characters that would end the header are rejected.
        if (trimmed.Any(c => c is < '!' or > '~'))
        {
            throw new KubeApiException(
                FailureKind.CredentialUnavailable,
                $"The {source} contains a character that is not allowed in a token (a space, a line break, a control or a non-ASCII character).")
            {
                RecommendedAction = "Check that the whole token was copied, without quotes, line breaks or other text around it.",
            };
        }

        return new RequestCredential("Bearer " + trimmed, certificate);
    }

    /// <summary>The value of the Authorization header; null for none.</summary>
    public string? Authorization { get; } = authorization;

    /// <summary>The client certificate of the connection; null for none.</summary>
    public ClientCertificate? Certificate { get; } = certificate;

    /// <summary>Whether both are the same to the server.</summary>
    public bool IsSameAs(RequestCredential other) => Authorization == other.Authorization && ReferenceEquals(Certificate, other.Certificate);
}
