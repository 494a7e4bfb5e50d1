using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>A bare HTTP client, so the sandbox is tested independently of the module's client. It trusts only the sandbox's CA.</summary>
internal sealed class SandboxClient : IDisposable
{
    private readonly HttpClient _http;

    public SandboxClient(SandboxServer server, string? token, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(server.CertificateAuthorityPath);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null);
        }

        _http = new HttpClient(handler) { BaseAddress = server.Uri, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Add("User-Agent", "recorder/1.0");
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<SandboxResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<SandboxResponse> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<SandboxResponse> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<SandboxResponse> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<SandboxResponse> MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public async Task<SandboxResponse> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, body, contentType, headers);
        using var response = await _http.SendAsync(request);
        // As received: the parsed form would be written differently.
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new SandboxResponse((int)response.StatusCode, all, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a watch and returns its lines as they arrive.</summary>
    public async Task<StreamReader> WatchAsync(string path, string accept = "application/json")
    {
        using var request = Request(HttpMethod.Get, path, null, "", [("Accept", accept)]);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body, string contentType, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
