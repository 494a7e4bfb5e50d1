using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>The id-token of an OpenID Connect user, until it expires. Only a login can renew it.</summary>
public sealed class IdTokenCredential : ICredential
{
    /// <summary>The kind of authentication, for display.</summary>
    public const string Kind = "id-token of the auth-provider oidc";

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
    public string Description => Kind;

    /// <inheritdoc/>
    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        _expires is { } expires && expires <= _clock.GetUtcNow() + s_leeway
            ? throw new KubeApiException(FailureKind.CredentialUnavailable, $"The id-token of {_user} expired at {UtcTime.Show(expires)}.")
            {
                RecommendedAction = "Log in again with the tool that wrote it, and connect again; or have an exec plugin renew it, such as kubelogin "
                    + "(https://github.com/int128/kubelogin).",
            }
            : new(_credential);
}
