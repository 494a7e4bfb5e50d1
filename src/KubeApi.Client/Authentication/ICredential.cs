namespace KubeApi.Client.Authentication;

/// <summary>Where the Authorization header comes from, and how it is renewed.</summary>
public interface ICredential
{
    /// <summary>How this authenticates, for people: <c>token file /var/run/…/token</c>. Never the secret itself.</summary>
    string Description { get; }

    /// <summary>The value of the Authorization header; null for none.</summary>
    /// <exception cref="Errors.KubeApiException">The credential cannot be had.</exception>
    ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken);

    /// <summary>Called when the server refused the credential (401); true if there is another one to try.</summary>
    /// <param name="refused">The Authorization header that was refused.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<bool> RenewAsync(string? refused, CancellationToken cancellationToken);
}
