using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using KubeApi.Client.Authentication;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Sandbox;
using KubeApi.Tests.Client.Exec;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client;

/// <summary>Files and plugins whose certificates change while a client is in use.</summary>
public sealed class RotationTests : IAsyncLifetime, IDisposable
{
    private readonly PluginFolder _folder = new();
    private readonly ConcurrentQueue<(string User, string Connection, CancellationToken Closed)> _seen = new();
    private SandboxServer _server = null!; // set before any test runs

    private Func<HttpContext, Task<bool>> _then = _ => Task.FromResult(false);

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync();
        _server.Intercept = context =>
        {
            var user = context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, false) ?? context.Request.Headers.Authorization.ToString();
            _seen.Enqueue((user, context.Connection.Id, context.Features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed));
            return _then(context);
        };
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Users => _seen.Select(s => s.User);

    [Fact]
    public async Task A_renewed_client_certificate_gets_new_connections_and_closes_the_old_ones()
    {
        using var client = new ApiClient(WithCertificate("jane"));
        await GetAsync(client);
        await GetAsync(client);

        WriteCertificate("john");
        await GetAsync(client);
        await GetAsync(client);

        Assert.Equal(["jane", "jane", "john", "john"], Users);
        var connections = _seen.Select(s => s.Connection).ToList();
        Assert.Equal([connections[0], connections[0], connections[2], connections[2]], connections);
        Assert.NotEqual(connections[0], connections[2]);
        await ClosedAsync(_seen.First().Closed);
    }

    [Fact]
    public async Task The_old_pair_is_used_until_certificate_and_key_match()
    {
        using var client = new ApiClient(WithCertificate("jane"));
        var (certificate, key) = _server.CreateClientCertificate("john");
        await GetAsync(client);

        await File.WriteAllTextAsync(_folder.In("tls.crt"), certificate);
        await GetAsync(client);
        File.Delete(_folder.In("tls.key"));
        await GetAsync(client);
        await File.WriteAllTextAsync(_folder.In("tls.key"), key);
        await GetAsync(client);

        Assert.Equal(["jane", "jane", "jane", "john"], Users);
    }

    [Fact]
    public async Task A_touched_file_keeps_its_connections()
    {
        using var client = new ApiClient(WithCertificate("jane"));
        await GetAsync(client);

        File.SetLastWriteTimeUtc(_folder.In("tls.crt"), DateTime.UtcNow.AddHours(1));
        await GetAsync(client);

        Assert.Single(_seen.Select(s => s.Connection).Distinct());
    }

    [Fact]
    public async Task A_response_on_an_old_connection_is_read_to_its_end()
    {
        var more = new TaskCompletionSource();
        _then = async context =>
        {
            if (context.Request.Query.ContainsKey("slow"))
            {
                await context.Response.WriteAsync("begin ");
                await context.Response.Body.FlushAsync();
                await more.Task;
                await context.Response.WriteAsync("end");
                return true;
            }

            return false;
        };
        using var client = new ApiClient(WithCertificate("jane"));
        using var slow = await client.SendAsync(ApiRequest.Get("/version?slow=1"), default);

        WriteCertificate("john");
        await GetAsync(client);
        more.SetResult();

        Assert.Equal("begin end", Encoding.UTF8.GetString(await slow.ReadAllAsync(default)));
        await ClosedAsync(_seen.First().Closed);
    }

    [Fact]
    public async Task A_refused_certificate_is_reloaded_at_once()
    {
        _then = context => RefuseAsync(context, () => WriteCertificate("john"), _seen.Count == 1);
        using var client = new ApiClient(WithCertificate("jane"));

        await GetAsync(client);

        Assert.Equal(["jane", "john"], Users);
    }

    [UnixFact]
    public async Task The_certificate_of_a_plugin_is_renewed_when_it_is_refused()
    {
        _folder.Write("plugin", """echo run >> "$dir/runs"; cat "$dir/$(wc -l < "$dir/runs" | tr -d ' ').json" """);
        WriteCredential("1.json", "jane");
        WriteCredential("2.json", "john");
        var settings = TestClient.Settings(_server, new ExecCredential(PluginFolder.Plugin(_folder.In("plugin"))));
        using var client = new ApiClient(settings);
        await GetAsync(client);

        _then = context => RefuseAsync(context, () => { }, _seen.Count == 2);
        await GetAsync(client);
        await GetAsync(client);

        Assert.Equal(["jane", "jane", "john", "john"], Users);
        Assert.Equal(2, _folder.Runs);
        await ClosedAsync(_seen.First().Closed);
    }

    [UnixFact]
    public async Task An_unchanged_certificate_keeps_its_connections()
    {
        _folder.Write("plugin", """echo run >> "$dir/runs"; cat "$dir/answer.json" """);
        WriteCredential("answer.json", "jane", "2001-01-01T00:00:00Z");
        using var client = new ApiClient(TestClient.Settings(_server, new ExecCredential(PluginFolder.Plugin(_folder.In("plugin")))));

        await GetAsync(client);
        await GetAsync(client);

        Assert.Equal(2, _folder.Runs);
        Assert.Single(_seen.Select(s => s.Connection).Distinct());
    }

    [Fact]
    public async Task A_refused_request_is_retried_once_with_its_body()
    {
        var bodies = new List<string>();
        _then = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            return await RefuseAsync(context, () => WriteToken($"token-{bodies.Count + 1}"), true);
        };
        WriteToken("token-1");
        using var client = new ApiClient(TestClient.Settings(_server, new TokenFileCredential(_folder.In("token"))));
        var request = new ApiRequest(HttpMethod.Post, "/api/v1/namespaces/default/configmaps")
        {
            RepeatSafety = RepeatSafety.Never,
            Body = "{\"big\":1}"u8.ToArray(),
        };

        var e = await Assert.ThrowsAsync<KubeApiException>(() => client.SendForBytesAsync(request, default));

        Assert.Equal(401, e.StatusCode);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], Users);
        Assert.Equal(["{\"big\":1}", "{\"big\":1}"], bodies);
    }

    [Fact]
    public async Task A_corrected_CA_file_is_reloaded_by_an_open_client()
    {
        File.Copy(_server.CertificateAuthorityPath, _folder.In("right.crt"));
        await File.WriteAllTextAsync(_folder.In("ca.crt"), OtherAuthority());
        using var client = new ApiClient(TestClient.Settings(_server) with
        {
            CertificateAuthorities = CertificateBundle.ReadFile(_folder.In("ca.crt")),
            CertificateAuthorityFile = _folder.In("ca.crt"),
        });
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(client));
        Assert.Equal(FailureKind.CertificateNotTrusted, e.Failure);

        File.Move(_folder.In("right.crt"), _folder.In("ca.crt"), overwrite: true);

        await GetAsync(client);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData(null)]
    public async Task The_last_valid_CA_is_kept_while_its_file_is_unreadable(string? broken)
    {
        var authority = OtherAuthority();
        await File.WriteAllTextAsync(_folder.In("ca.crt"), authority);
        var check = new ServerCertificateCheck(TestClient.Settings(_server) with { CertificateAuthorityFile = _folder.In("ca.crt") });
        using var leaf = X509Certificate2.CreateFromPem(authority);
        Assert.True(check.Validate(this, leaf, null, SslPolicyErrors.RemoteCertificateChainErrors));

        if (broken is null)
        {
            File.Delete(_folder.In("ca.crt"));
        }
        else
        {
            await File.WriteAllTextAsync(_folder.In("ca.crt"), broken);
        }

        Assert.True(check.Validate(this, leaf, null, SslPolicyErrors.RemoteCertificateChainErrors));
        await File.WriteAllTextAsync(_folder.In("ca.crt"), OtherAuthority());
        Assert.Throws<KubeApiException>(() => check.Validate(this, leaf, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [UnixFact]
    public void A_symbolic_link_swap_of_the_kubelet_is_noticed()
    {
        foreach (var name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(_folder.In(name));
            File.WriteAllText(Path.Combine(_folder.In(name), "token"), name);
            File.SetLastWriteTimeUtc(Path.Combine(_folder.In(name), "token"), name == "one" ? DateTime.UnixEpoch : DateTime.UnixEpoch.AddSeconds(1));
        }

        Directory.CreateSymbolicLink(_folder.In("..data"), "one");
        File.CreateSymbolicLink(_folder.In("token"), "..data/token");
        var before = FileStamp.Of(_folder.In("token"));

        Directory.CreateSymbolicLink(_folder.In("..data_tmp"), "two");
        Directory.Move(_folder.In("..data"), _folder.In("..gone"));
        Directory.Move(_folder.In("..data_tmp"), _folder.In("..data"));

        Assert.NotEqual(default, before);
        Assert.NotEqual(before, FileStamp.Of(_folder.In("token")));
    }

    private ConnectionSettings WithCertificate(string user)
    {
        WriteCertificate(user);
        return TestClient.Settings(_server, new AnonymousCredential(AnonymousCredential.Nothing)) with
        {
            ClientCertificate = new ClientCertificateFiles(_folder.In("tls.crt"), _folder.In("tls.key")),
        };
    }

    private void WriteCertificate(string user)
    {
        var (certificate, key) = _server.CreateClientCertificate(user);
        File.WriteAllText(_folder.In("tls.crt"), certificate);
        File.WriteAllText(_folder.In("tls.key"), key);
    }

    private void WriteCredential(string file, string user, string? expires = null)
    {
        var (certificate, key) = _server.CreateClientCertificate(user);
        var status = JsonSerializer.Serialize(new { clientCertificateData = certificate, clientKeyData = key, expirationTimestamp = expires });
        File.WriteAllText(_folder.In(file), PluginFolder.Credential(status[1..^1]));
    }

    private void WriteToken(string token) => File.WriteAllText(_folder.In("token"), token);

    private static async Task<bool> RefuseAsync(HttpContext context, Action meanwhile, bool isRefused)
    {
        if (isRefused)
        {
            meanwhile();
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync("no");
        }

        return isRefused;
    }

    private static async Task GetAsync(ApiClient client) => await client.SendForBytesAsync(ApiRequest.Get("/version"), default);

    private static async Task ClosedAsync(CancellationToken closed)
    {
        var ended = new TaskCompletionSource();
        await using var registration = closed.Register(ended.SetResult);
        await ended.Task;
    }

    private static string OtherAuthority()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=other-ca", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("other");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
