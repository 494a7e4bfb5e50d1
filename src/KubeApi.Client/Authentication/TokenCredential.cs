namespace KubeApi.Client.Authentication;

/// <summary>A token that does not change.</summary>
public sealed class TokenCredential : ICredential
{
    private readonly RequestCredential _credential;

    /// <summary>Takes the token.</summary>
    /// <exception cref="Errors.KubeApiException">The token is empty, or has characters that are not allowed in a token.</exception>
    public TokenCredential(string token) => _credential = RequestCredential.Bearer(token, "token");

    /// <inheritdoc/>
    public string Description => "token";

    /// <inheritdoc/>
    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) => new(_credential);
}
