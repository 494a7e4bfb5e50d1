namespace KubeApi.Client.Authentication;

/// <summary>Where a request's credential comes from, and how it is renewed. Safe for many threads.</summary>
public interface ICredential
{
    /// <summary>How this authenticates, for people: <c>token file /var/run/…/token</c>. Never the secret itself.</summary>
    string Description { get; }

    /// <summary>What to send a request with.</summary>
    /// <param name="caller">Who waits; null where nobody does.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="Errors.KubeApiException">The credential cannot be had.</exception>
    ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken);

    /// <summary>Called when the server refused the credential (401); true if there is another one to try.</summary>
    /// <param name="refused">What was refused.</param>
    /// <param name="caller">Who waits; null where nobody does.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="Errors.KubeApiException">Another one cannot be had.</exception>
    ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken);
}
