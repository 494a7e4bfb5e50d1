using System.Text.Json;

namespace KubeApi.Client.Authentication;

/// <summary>What a token says of itself, where it is a JSON Web Token. Believed only as a hint of when to get another: the server checks it.</summary>
public static class JsonWebToken
{
    /// <summary>When it expires (<c>exp</c>, RFC 7519); null if it does not say, or is another kind of token.</summary>
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
