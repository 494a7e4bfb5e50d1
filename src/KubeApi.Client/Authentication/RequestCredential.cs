namespace KubeApi.Client.Authentication;

/// <summary>What one request is sent with.</summary>
/// <param name="authorization">The value of the Authorization header; null for none.</param>
/// <param name="certificate">The client certificate of its connection; null for none.</param>
public sealed class RequestCredential(string? authorization, ClientCertificate? certificate = null)
{
    /// <summary>Nothing at all.</summary>
    public static readonly RequestCredential None = new(null);

    /// <summary>A bearer token.</summary>
    /// <param name="token">The token; white space around it is cut off.</param>
    /// <param name="source">Where it came from, for the error.</param>
    /// <exception cref="Errors.KubeApiException">It is empty, or holds characters that a token cannot hold.</exception>
    public static RequestCredential Bearer(string token, string source) => new(BearerToken.ToAuthorization(token, source));

    /// <summary>The value of the Authorization header; null for none.</summary>
    public string? Authorization { get; } = authorization;

    /// <summary>The client certificate of the connection; null for none.</summary>
    public ClientCertificate? Certificate { get; } = certificate;

    /// <summary>Whether the server would see the same in both.</summary>
    public bool IsSameAs(RequestCredential other) => Authorization == other.Authorization && ReferenceEquals(Certificate, other.Certificate);
}
