using System.Text;

namespace KubeApi.Client.Authentication;

/// <summary>A user name and password. The API server itself no longer takes them; proxies before it do.</summary>
public sealed class BasicCredential(string username, string password) : ICredential
{
    private readonly string _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));

    /// <inheritdoc/>
    public string Description => "user name and password";

    /// <inheritdoc/>
    public ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken) => new(_authorization);

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(string? refused, CancellationToken cancellationToken) => new(false);
}
