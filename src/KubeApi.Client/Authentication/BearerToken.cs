using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>Makes an Authorization header from a token, without ever repeating the token in an error.</summary>
internal static class BearerToken
{
    /// <summary>Trims a token and makes the header's value of it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="source">Where it came from, for the error.</param>
    public static string ToAuthorization(string token, string source)
    {
        var trimmed = token.Trim();
        if (trimmed.Length == 0)
        {
            throw new KubeApiException(FailureKind.CredentialUnavailable, $"The {source} is empty.");
        }

        // RFC 6750 allows fewer; tokens with a colon are in use (Rancher's). What must not pass is what would end the header.
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
