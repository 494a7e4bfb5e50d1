using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>A token file, and a token to use until the file was read once (client-go <c>transport/token_source.go</c>).</summary>
public sealed class TokenFileOrTokenCredential(TokenFileCredential file, TokenCredential token) : ICredential
{
    /// <summary>The file.</summary>
    public TokenFileCredential File => file;

    /// <inheritdoc/>
    public string Description => file.Description;

    /// <inheritdoc/>
    public async ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        try
        {
            return await file.GetAsync(caller, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException)
        {
            // The file was never read; after a read, the last token is kept.
            return await token.GetAsync(caller, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        try
        {
            return await file.RenewAsync(refused, caller, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException)
        {
            return false;
        }
    }
}
