using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Sandbox;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

public sealed class TlsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ConnectionSettings _settings = TestClient.Settings(sandbox.Server);

    [Fact]
    public async Task The_right_CA_is_trusted() => Assert.Equal(200, await GetVersionAsync(_settings));

    [Fact]
    public async Task Another_CA_is_refused_before_the_token_is_sent()
    {
        using var key = ECDsa.Create();
        using var other = new CertificateRequest("CN=other-ca", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        sandbox.Server.ClearRequests();

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(_settings with { CertificateAuthorities = [other] }));

        Assert.Equal(FailureKind.CertificateNotTrusted, e.Failure);
        Assert.Contains("CN=kubernetes-ca", e.Message, StringComparison.Ordinal);
        Assert.Empty(sandbox.Server.Requests);
    }

    [Fact]
    public async Task A_name_mismatch_is_reported_with_the_valid_names()
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(_settings with { TlsServerName = "other.example" }));

        Assert.Equal(FailureKind.CertificateNameMismatch, e.Failure);
        Assert.Contains("'other.example'", e.Message, StringComparison.Ordinal);
        Assert.Contains("kubernetes.default.svc", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_TLS_server_name_can_be_overridden() =>
        Assert.Equal(200, await GetVersionAsync(_settings with { TlsServerName = "kubernetes.default.svc" }));

    [Fact]
    public async Task The_unspecified_address_is_the_local_machine() =>
        Assert.Equal(
            200,
            await GetVersionAsync(_settings with { Server = new Uri($"https://0.0.0.0:{sandbox.Server.Uri.Port}"), TlsServerName = "kubernetes.default.svc" }));

    [Fact]
    public async Task A_bundle_with_a_malformed_block_is_trusted_for_its_other_blocks()
    {
        var path = Path.Combine(sandbox.Server.Folder, "damaged.crt");
        await File.WriteAllTextAsync(
            path, "-----BEGIN CERTIFICATE-----\nMIIB/cut off\n-----END CERTIFICATE-----\n"
                + await File.ReadAllTextAsync(sandbox.Server.CertificateAuthorityPath));

        Assert.Equal(200, await GetVersionAsync(_settings with { CertificateAuthorities = CertificateBundle.ReadFile(path), CertificateAuthorityFile = path }));
    }

    [Fact]
    public async Task The_check_can_be_skipped() =>
        Assert.Equal(200, await GetVersionAsync(_settings with { SkipCertificateCheck = true, CertificateAuthorities = null }));

    [Fact]
    public async Task A_client_certificate_authenticates()
    {
        var settings = _settings with
        {
            Credential = new AnonymousCredential("nothing"),
            ClientCertificate = new ClientCertificateFiles(sandbox.Server.ClientCertificatePath, sandbox.Server.ClientKeyPath),
        };

        Assert.Equal(200, await GetAsync(settings, "/api/v1/namespaces"));
    }

    [Theory]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("ANY PRIVATE KEY")]
    public async Task A_client_key_with_another_PEM_label_authenticates_as_in_kubectl(string label)
    {
        var key = Path.Combine(sandbox.Server.Folder, $"{label}.key");
        await File.WriteAllTextAsync(
            key, (await File.ReadAllTextAsync(sandbox.Server.ClientKeyPath)).Replace(" PRIVATE KEY", $" {label}", StringComparison.Ordinal));
        var settings = _settings with
        {
            Credential = new AnonymousCredential("nothing"),
            ClientCertificate = new ClientCertificateFiles(sandbox.Server.ClientCertificatePath, key),
        };

        Assert.Equal(200, await GetAsync(settings, "/api/v1/namespaces"));
    }

    [Fact]
    public async Task A_port_without_a_listener_is_named()
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(_settings with { Server = new Uri("https://127.0.0.1:1") }));

        Assert.Equal(FailureKind.ConnectionFailed, e.Failure);
        Assert.Contains("127.0.0.1:1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_to_a_plain_port_fails_clearly()
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => GetVersionAsync(_settings with { Server = new Uri($"https://127.0.0.1:{sandbox.Server.ProxyUri.Port}") }));

        Assert.Equal(FailureKind.ConnectionFailed, e.Failure);
    }

    [Fact]
    public async Task A_credential_is_not_sent_over_plain_http()
    {
        sandbox.Server.ClearRequests();

        await GetVersionAsync(_settings with { Server = sandbox.Server.ProxyUri });

        Assert.False(Assert.Single(sandbox.Server.Requests).HasAuthorization);
    }

    [Fact]
    public async Task No_response_in_time_is_a_time_out()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => GetVersionAsync(TestClient.Settings(server) with { RequestTimeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(FailureKind.Timeout, e.Failure);
    }

    private static Task<int> GetVersionAsync(ConnectionSettings settings) => GetAsync(settings, "/version");

    private static async Task<int> GetAsync(ConnectionSettings settings, string path)
    {
        using var client = new ApiClient(settings);
        using var response = await client.SendAsync(ApiRequest.Get(path), default);
        return response.StatusCode;
    }

    [Fact]
    public void A_certificate_that_copies_the_CAs_name_and_serial_number_is_not_trusted()
    {
        using var key = ECDsa.Create();
        using var authority = Authority(key, "CN=ca");
        using var forger = ECDsa.Create();
        using var forged = Leaf(
            forger, authority, X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier([1, 2, 3]), authority.GetSerialNumber().Reverse().ToArray());

        var e = Assert.Throws<KubeApiException>(() => Check([authority], forged));

        Assert.Equal(FailureKind.CertificateNotTrusted, e.Failure);
    }

    [Fact]
    public void A_CA_that_is_not_self_signed_is_an_anchor()
    {
        using var rootKey = ECDsa.Create();
        using var root = Authority(rootKey, "CN=root");
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=intermediate", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var intermediate = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), root.NotBefore, root.NotAfter, [7]);
        using var leaf = Leaf(key, intermediate, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(intermediate, true, false), [9]);

        Assert.True(Check([intermediate], leaf));
    }

    private bool Check(X509Certificate2Collection authorities, X509Certificate2 leaf) =>
        new ServerCertificateCheck(_settings with { CertificateAuthorities = authorities }).Validate(
            this, leaf, null, System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors);

    private static X509Certificate2 Authority(ECDsa key, string name)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
    }

    private static X509Certificate2 Leaf(ECDsa signer, X509Certificate2 issuer, X509Extension authorityKey, byte[] serial)
    {
        var request = new CertificateRequest("CN=server", signer, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(authorityKey);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("server");
        request.CertificateExtensions.Add(names.Build());
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), issuer.NotBefore, issuer.NotAfter, serial);
    }
}
