namespace KubeApi.Client.Authentication;

/// <summary>No Authorization header: anonymous, or authenticated by a client certificate or by a proxy.</summary>
public sealed class AnonymousCredential(string description) : ICredential
{
    /// <summary>The description if there is no credential at all.</summary>
    public const string Nothing = "nothing";

    /// <inheritdoc/>
    public string Description { get; } = description;

    /// <inheritdoc/>
    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) => new(RequestCredential.None);
}
