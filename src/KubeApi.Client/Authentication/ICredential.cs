namespace KubeApi.Client.Authentication;

/// <summary>A source of credentials for requests, which can renew them. Safe for many threads.</summary>
public interface ICredential
{
    /// <summary>The kind of authentication, for display: <c>token file /var/run/…/token</c>. Never the secret itself.</summary>
    string Description { get; }

    /// <summary>Returns the credential for a request.</summary>
    /// <param name="caller">The waiting caller; null for none.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="Errors.KubeApiException">The credential is unavailable.</exception>
    ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken);

    /// <summary>Called after the server rejected a credential (401). Returns whether another one is available.</summary>
    /// <param name="refused">The rejected credential.</param>
    /// <param name="caller">The waiting caller; null for none.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="Errors.KubeApiException">No other credential is available.</exception>
    ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) => new(false);
}
