namespace KubeApi.Client.Authentication;

/// <summary>A token that does not change.</summary>
public sealed class TokenCredential : ICredential
{
    private readonly string _authorization;

    /// <summary>Takes the token.</summary>
    /// <exception cref="Errors.KubeApiException">It is empty, or holds characters that a token cannot hold.</exception>
    public TokenCredential(string token) => _authorization = BearerToken.ToAuthorization(token, "token");

    /// <inheritdoc/>
    public string Description => "token";

    /// <inheritdoc/>
    public ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken) => new(_authorization);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(string? refused, CancellationToken cancellationToken) => new(false);
}
