using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Auth;

namespace KubeApi.Tests.Client;

/// <summary>Certificates with each defect, and their valid counterparts, over real connections.</summary>
public sealed class WrongCertificateTests
{
    [Theory]
    [InlineData(
        CertificateKind.Expired, FailureKind.CertificateExpired, "'CN=kube-apiserver' that 127.0.0.1 presented is expired: it is valid from",
        "Renew the certificate")]
    [InlineData(CertificateKind.NotYetValid, FailureKind.CertificateExpired, "is not valid yet: it is valid from", "clock")]
    [InlineData(CertificateKind.OtherName, FailureKind.CertificateNameMismatch, "is not valid for '127.0.0.1', only for: other.example", "-TlsServerName")]
    [InlineData(CertificateKind.NoNames, FailureKind.CertificateNameMismatch, "has no subject alternative names", "subject alternative names")]
    [InlineData(CertificateKind.SelfSigned, FailureKind.CertificateNotTrusted, "is self-signed ('CN=kube-apiserver', SHA-256 ", "fingerprint")]
    [InlineData(
        CertificateKind.OtherAuthority, FailureKind.CertificateNotTrusted, "One of them is also named 'CN=kubernetes-ca', but has another key",
        "-CertificateAuthority")]
    [InlineData(
        CertificateKind.MissingIntermediate, FailureKind.CertificateNotTrusted, "ends at 'CN=kubernetes-intermediate-ca', which is not one of them",
        "-CertificateAuthority")]
    public async Task The_error_describes_the_certificate_and_the_fix(CertificateKind kind, FailureKind failure, string seen, string fix)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Certificate = kind });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(TestClient.Settings(server)));

        Assert.Equal(failure, e.Failure);
        Assert.Contains(seen, e.Message, StringComparison.Ordinal);
        Assert.Contains(fix, Advice.For(e), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_intermediate_from_the_server_or_the_bundle_is_used()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Certificate = CertificateKind.Intermediate });

        Assert.Equal(200, await GetAsync(TestClient.Settings(server)));
    }

    [Fact]
    public async Task A_self_signed_certificate_is_trusted_if_it_is_the_CA()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Certificate = CertificateKind.SelfSigned });
        var seen = await SeenCertificateAsync(server.Uri);

        Assert.Equal(200, await GetAsync(TestClient.Settings(server) with { CertificateAuthorities = [seen] }));
    }

    [Fact]
    public async Task A_certificate_rotation_does_not_disturb_open_connections()
    {
        await using var server = await SandboxServer.StartAsync();
        using var client = TestClient.Admin(server);
        for (var round = 0; round < 3; round++)
        {
            await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
            server.Present(CertificateKind.Valid);
            Assert.Equal(200, await GetAsync(TestClient.Settings(server)));
        }

        server.Present(CertificateKind.Expired);
        await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", "127.0.0.1", false)]
    [InlineData("::1", "::1", "[::1]", true)]
    [InlineData("::1", "127.0.0.1", "[::1]", false)]
    [InlineData("127.0.0.1", "0.0.0.0", "0.0.0.0", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "0.0.0.0", false)]
    [InlineData("::1", "::", "[::]", true)]
    [InlineData("127.0.0.1", "localhost", "localhost", true)]
    [InlineData("127.0.0.1", "*.example", "localhost", false)]
    public async Task Alternative_names_are_hosts_or_IP_addresses(string listen, string name, string host, bool isRight)
    {
        using var key = ECDsa.Create();
        using var certificate = SelfSigned(key, name);
        using var listener = new TcpListener(IPAddress.Parse(listen), 0);
        listener.Start();
        var serving = ServeOnceAsync(listener, certificate);
        var settings = new ConnectionSettings
        {
            Server = new Uri($"https://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}"),
            Name = "n",
            Source = "s",
            CertificateAuthorities = [certificate],
        };

        if (isRight)
        {
            Assert.Equal(200, await GetAsync(settings));
        }
        else
        {
            Assert.Equal(FailureKind.CertificateNameMismatch, (await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(settings))).Failure);
        }

        await serving;
    }

    [Fact]
    public void TLS_versions_below_1_2_are_disabled()
    {
        using var handler = HttpPipeline.Transport(new ConnectionSettings { Server = new Uri("https://h"), Name = "n", Source = "s" }, null);

        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, handler.SslOptions.EnabledSslProtocols);
    }

    [Fact]
    public void A_forged_certificate_is_not_trusted_through_an_intermediate_anchor()
    {
        using var rootKey = ECDsa.Create();
        using var root = Authority(rootKey, "CN=root", null, rootKey);
        using var key = ECDsa.Create();
        using var intermediate = Authority(key, "CN=intermediate", root, rootKey);
        using var forger = ECDsa.Create();

        Assert.True(Check([intermediate], Leaf(intermediate, key)));
        Assert.Equal(FailureKind.CertificateNotTrusted, Assert.Throws<KubeApiException>(() => Check([intermediate], Leaf(intermediate, forger))).Failure);
    }

    // As in a bundle for the rotation of a CA. Old CAs have no key identifiers.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void Each_of_two_CAs_of_one_name_is_trusted(int signer, int first)
    {
        using ECDsa key = ECDsa.Create(), other = ECDsa.Create(), forger = ECDsa.Create();
        ECDsa[] keys = [key, other];
        using X509Certificate2 one = WithoutIdentifier(keys[first]), two = WithoutIdentifier(keys[1 - first]);

        Assert.True(Check([one, two], Leaf(one, keys[signer])));
        Assert.Equal(FailureKind.CertificateNotTrusted, Assert.Throws<KubeApiException>(() => Check([one, two], Leaf(one, forger))).Failure);

        static X509Certificate2 WithoutIdentifier(ECDsa key)
        {
            var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        }
    }

    [Fact]
    public void The_chain_above_an_anchor_is_not_needed()
    {
        using var rootKey = ECDsa.Create();
        using var root = Authority(rootKey, "CN=root", null, rootKey);
        using var key = ECDsa.Create();
        using var intermediate = Authority(key, "CN=intermediate", root, rootKey);
        using var other = Authority(ECDsa.Create(), "CN=other", null, null);
        using var system = new X509Chain();
        system.ChainPolicy.ExtraStore.AddRange(new X509Certificate2Collection { intermediate, root }); // what the server sent

        Assert.True(Check([intermediate], Leaf(intermediate, key), system));
        Assert.True(Check([other, root], Leaf(intermediate, key), system));
        Assert.Throws<KubeApiException>(() => Check([other], Leaf(intermediate, key), system));
    }

    [Theory]
    [InlineData(true, false, false, 18, 45_000)]
    [InlineData(false, true, false, 5, 45)]
    [InlineData(false, false, true, 128, 45)]
    public void Unacknowledged_data_ends_a_connection_within_a_minute(bool isLinux, bool isWindows, bool isMacOS, int option, int value) =>
        Assert.Equal((option, value), KeptAliveConnection.UserTimeoutOption(isLinux, isWindows, isMacOS));

    [Fact]
    public async Task Connections_have_keep_alive_and_a_lifetime()
    {
        await using var server = await SandboxServer.StartAsync();
        using var handler = HttpPipeline.Transport(TestClient.Settings(server), null);
        Socket? socket = null;
        var open = handler.ConnectCallback!;
        handler.ConnectCallback = async (context, token) =>
        {
            var stream = await open(context, token);
            socket = stream is ReceivingStream own ? own.Socket : ((NetworkStream)stream).Socket;
            return stream;
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var answer = await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Uri + "version"), default);

        var wait = (int)socket!.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!
            + (
                (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval)! * (int)socket.GetSocketOption(
                    SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount)!);
        Assert.InRange(wait, 1, 59);
        if (OperatingSystem.IsLinux())
        {
            var silence = new byte[4];
            socket.GetRawSocketOption(6, 18, silence);
            Assert.InRange(BitConverter.ToInt32(silence), 1, 59_000);
        }

        // A name is resolved again for each new connection, and no connection outlives this.
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        Assert.InRange(handler.PooledConnectionIdleTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(4));
    }

    private static bool Check(X509Certificate2Collection authorities, X509Certificate2 leaf, X509Chain? system = null) =>
        new ServerCertificateCheck(
            new ConnectionSettings { Server = new Uri("https://server"), Name = "n", Source = "s", CertificateAuthorities = authorities })
            .Validate(new object(), leaf, system, SslPolicyErrors.RemoteCertificateChainErrors);

    private static X509Certificate2 Authority(ECDsa key, string name, X509Certificate2? issuer, ECDsa? issuerKey)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return issuer is null
            ? request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1))
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey!), issuer.NotBefore, issuer.NotAfter, [7]);
    }

    // It copies all fields of the real one; only the signature differs.
    private static X509Certificate2 Leaf(X509Certificate2 issuer, ECDsa signer)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        if (issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("server");
        request.CertificateExtensions.Add(names.Build());
        return request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), issuer.NotBefore, issuer.NotAfter, [9]);
    }

    private static X509Certificate2 SelfSigned(ECDsa key, string name)
    {
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
    }

    private static async Task ServeOnceAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadAtLeastAsync(new byte[4096], 1);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client refused the certificate.
        }
    }

    private static async Task<X509Certificate2> SeenCertificateAsync(Uri server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var seen = default(X509Certificate2);
        await using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            seen = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
            return seen is not null;
        });
        await tls.AuthenticateAsClientAsync("127.0.0.1");
        return seen!;
    }

    private static async Task<int> GetAsync(ConnectionSettings settings)
    {
        using var client = new ApiClient(settings);
        using var response = await client.SendAsync(ApiRequest.Get("/version"), default);
        return response.StatusCode;
    }
}
