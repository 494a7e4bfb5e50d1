using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>The id-token of an OpenID Connect user, until it expires. Only a login can renew it.</summary>
public sealed class IdTokenCredential : ICredential
{
    // As in client-go (plugin/pkg/client/auth/oidc): for clock skew.
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(10);

    private readonly RequestCredential _credential;
    private readonly DateTimeOffset? _expires;
    private readonly string _user;
    private readonly TimeProvider _clock;

    /// <summary>Takes the token.</summary>
    /// <param name="token">A JSON Web Token.</param>
    /// <param name="user">The user, for errors.</param>
    /// <param name="clock">The clock for the expiry.</param>
    /// <exception cref="KubeApiException">The token is empty, or has characters that are not allowed in a token.</exception>
    public IdTokenCredential(string token, string user, TimeProvider? clock = null)
    {
        _credential = RequestCredential.Bearer(token, $"id-token of {user}");
        _expires = JsonWebToken.ExpiryOf(token);
        _user = user;
        _clock = clock ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Description => "id-token of the auth-provider oidc";

    /// <inheritdoc/>
    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        _expires is { } expires && expires <= _clock.GetUtcNow() + s_leeway
            ? throw new KubeApiException(FailureKind.CredentialUnavailable, $"The id-token of {_user} expired at {UtcTime.Show(expires)}.")
            {
                RecommendedAction = "Log in again with the tool that wrote it, and connect again; or have an exec plugin renew it, such as kubelogin "
                    + "(https://github.com/int128/kubelogin).",
            }
            : new(_credential);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) => new(false);
}
