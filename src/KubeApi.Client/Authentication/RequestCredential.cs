namespace KubeApi.Client.Authentication;

/// <summary>The credential of one request.</summary>
/// <param name="authorization">The value of the Authorization header; null for none.</param>
/// <param name="certificate">The client certificate of its connection; null for none.</param>
public sealed class RequestCredential(string? authorization, ClientCertificate? certificate = null)
{
    /// <summary>No credential.</summary>
    public static readonly RequestCredential None = new(null);

    /// <summary>A bearer token.</summary>
    /// <param name="token">The token; surrounding white space is removed.</param>
    /// <param name="source">Where it came from, for the error.</param>
    /// <exception cref="Errors.KubeApiException">The token is empty, or has characters that are not allowed in a token.</exception>
    public static RequestCredential Bearer(string token, string source) => new(BearerToken.ToAuthorization(token, source));

    /// <summary>The value of the Authorization header; null for none.</summary>
    public string? Authorization { get; } = authorization;

    /// <summary>The client certificate of the connection; null for none.</summary>
    public ClientCertificate? Certificate { get; } = certificate;

    /// <summary>Whether both are the same to the server.</summary>
    public bool IsSameAs(RequestCredential other) => Authorization == other.Authorization && ReferenceEquals(Certificate, other.Certificate);
}
