using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>Creates an Authorization header from a token. Errors never contain the token.</summary>
internal static class BearerToken
{
    /// <summary>Trims a token and returns the header's value.</summary>
    /// <param name="token">The token.</param>
    /// <param name="source">Where it came from, for the error.</param>
    public static string ToAuthorization(string token, string source)
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

        return "Bearer " + trimmed;
    }
}
