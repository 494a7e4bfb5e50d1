namespace KubeApi.Client.Authentication;

/// <summary>A client certificate, in addition to any other credential.</summary>
public sealed class CertificateCredential(IClientCertificateSource source, ICredential other) : ICredential
{
    /// <inheritdoc/>
    public string Description => $"client certificate ({source.Current.Subject})";

    /// <inheritdoc/>
    public async ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        new((await other.GetAsync(caller, cancellationToken).ConfigureAwait(false)).Authorization, source.Current);

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) =>
        await other.RenewAsync(new RequestCredential(refused.Authorization), caller, cancellationToken).ConfigureAwait(false)
        || !ReferenceEquals(source.Current, refused.Certificate);
}
