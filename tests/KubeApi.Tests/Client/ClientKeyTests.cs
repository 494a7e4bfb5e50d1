using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>Keys and certificates as the tools write them, as data in a kubeconfig and as files beside it.</summary>
public sealed class ClientKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("PRIVATE KEY", false)]
    [InlineData("PRIVATE KEY", true)]
    [InlineData("RSA PRIVATE KEY", false)]
    [InlineData("EC PRIVATE KEY", true)]
    [InlineData("EC PARAMETERS", true)]
    public void Keys_of_each_form_are_read(string label, bool isElliptic)
    {
        using AsymmetricAlgorithm key = isElliptic ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        using var certificate = SelfSigned(key, "CN=me");
        var pem = (label, key) switch
        {
            ("PRIVATE KEY", _) => key.ExportPkcs8PrivateKeyPem(),
            ("RSA PRIVATE KEY", RSA rsa) => rsa.ExportRSAPrivateKeyPem(),
            // What `openssl ecparam -genkey` writes: the curve's name first.
            ("EC PARAMETERS", ECDsa ec) => "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + ec.ExportECPrivateKeyPem(),
            (_, ECDsa ec) => ec.ExportECPrivateKeyPem(),
            _ => throw new ArgumentOutOfRangeException(nameof(label)),
        };

        Assert.Contains(label, pem, StringComparison.Ordinal);
        Assert.All([AsData(certificate.ExportCertificatePem(), pem), AsFiles(certificate.ExportCertificatePem() + "\r\n", pem.Replace("\n", "\r\n", StringComparison.Ordinal))], read =>
        {
            Assert.True(read.Certificate.HasPrivateKey);
            Assert.Equal("CN=me", read.Subject);
            Assert.Empty(read.Chain);
        });
    }

    [Fact]
    public void A_chain_goes_with_its_first_certificate()
    {
        using var key = ECDsa.Create();
        using var own = SelfSigned(key, "CN=me");
        using var intermediate = SelfSigned(key, "CN=intermediate");

        var read = AsData(own.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());

        Assert.Equal(("CN=me", "CN=intermediate"), (read.Subject, Assert.Single(read.Chain).Subject));
    }

    [Fact]
    public void A_key_of_another_certificate_and_an_encrypted_one_are_refused_without_being_quoted()
    {
        using var key = ECDsa.Create();
        using var other = ECDsa.Create();
        using var certificate = SelfSigned(key, "CN=me");
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        Assert.All([other.ExportPkcs8PrivateKeyPem(), encrypted], pem =>
        {
            var e = Assert.Throws<KubeApiException>(() => AsData(certificate.ExportCertificatePem(), pem));
            Assert.Contains("encrypted, or do not belong together", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(pem.Split('\n')[1], e.ToString(), StringComparison.Ordinal);
        });
    }

    private ClientCertificate AsData(string certificate, string key) =>
        Read($"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}");

    private ClientCertificate AsFiles(string certificate, string key)
    {
        File.WriteAllText(Path.Combine(_folder, "my.crt"), certificate);
        File.WriteAllText(Path.Combine(_folder, "my.key"), key);
        return Read("client-certificate: my.crt, client-key: ./my.key");
    }

    private ClientCertificate Read(string user)
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(file, $$"""
            current-context: x
            clusters: [{ name: c, cluster: { server: https://h } }]
            users: [{ name: u, user: { {{user}} } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            """);
        var machine = Machine.With(_folder);
        return KubeConfigResolver.Resolve(new KubeConfigReader(YamlLoader.CreateReader(), machine).Read([file]), machine).ClientCertificate!.Current;
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static X509Certificate2 SelfSigned(AsymmetricAlgorithm key, string name)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
    }
}
