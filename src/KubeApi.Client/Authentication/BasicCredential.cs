using System.Text;

namespace KubeApi.Client.Authentication;

/// <summary>A user name and password. The API server itself no longer accepts them, but proxies in front of it do.</summary>
public sealed class BasicCredential(string username, string password) : ICredential
{
    private readonly RequestCredential _credential = new("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));

    /// <inheritdoc/>
    public string Description => "user name and password";

    /// <inheritdoc/>
    public ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) => new(_credential);
}
