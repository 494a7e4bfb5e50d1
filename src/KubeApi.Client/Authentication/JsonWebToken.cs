using System.Text.Json;

namespace KubeApi.Client.Authentication;

/// <summary>Reads the claims of a token that is a JSON Web Token. Used only as a hint when to renew it; the server validates it.</summary>
public static class JsonWebToken
{
    /// <summary>The expiry (<c>exp</c>, RFC 7519); null if there is none, or the token is of another kind.</summary>
    public static DateTimeOffset? ExpiryOf(string token)
    {
        try
        {
            var parts = token.Trim().Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            var payload = parts[1].Replace('-', '+').Replace('_', '/');
            using var claims = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
            return claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetDouble(out var seconds)
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
