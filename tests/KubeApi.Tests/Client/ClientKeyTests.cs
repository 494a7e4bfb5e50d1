using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>Keys and certificates as common tools write them, as data in a kubeconfig and as separate files.</summary>
public sealed class ClientKeyTests : IDisposable
{
    // openssl genpkey -algorithm ed25519; openssl req -x509
    private const string Ed25519 =
        """
        -----BEGIN CERTIFICATE-----
        MIIBMDCB46ADAgECAhQfvXJ6jIA0PK79lgYa5olHXBpHbzAFBgMrZXAwDTELMAkG
        A1UEAwwCbWUwIBcNMjYxMTI5MTgyNzI5WhgPMjEyNjExMDUxODI3MjlaMA0xCzAJ
        BgNVBAMMAm1lMCowBQYDK2VwAyEAnIITcLc1/Cl7T6D1LARJkWfDB85er7yMDCYJ
        JHxHQWGjUzBRMB0GA1UdDgQWBBTz5Rlu57m1VlaO27COKO0mtp4lhDAfBgNVHSME
        GDAWgBTz5Rlu57m1VlaO27COKO0mtp4lhDAPBgNVHRMBAf8EBTADAQH/MAUGAytl
        cANBAGQcrPvLLn+eMrbDRzCBkQRwROmk1a2wGsE+ZJeu7o/RI5WYT7oRfz3AbMLK
        x+LJEr93HGay9BOJipU9rXUaTAg=
        -----END CERTIFICATE-----
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIF0B0DD9DXm3lCqoMIwU7ylj5JzQIH7ymzF89+3hA/5h
        -----END PRIVATE KEY-----
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, false, X509KeyStorageFlags.DefaultKeySet)]
    [InlineData(false, true, X509KeyStorageFlags.DefaultKeySet)]
    [InlineData(false, false, null)]
    public void A_client_key_is_imported_with_the_flags_of_the_platform(bool isWindows, bool isMacOS, X509KeyStorageFlags? flags) =>
        Assert.Equal(flags, KeyStorage.ImportFlags(isWindows, isMacOS));

    [Theory]
    [InlineData("PRIVATE KEY", false)]
    [InlineData("PRIVATE KEY", true)]
    [InlineData("RSA PRIVATE KEY", false)]
    [InlineData("EC PRIVATE KEY", true)]
    [InlineData("EC PARAMETERS", true)]
    public void Keys_in_every_PEM_format_are_read(string label, bool isElliptic)
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
        Assert.All(
            [AsData(certificate.ExportCertificatePem(), pem), AsFiles(
                certificate.ExportCertificatePem() + "\r\n", pem.Replace("\n", "\r\n", StringComparison.Ordinal))],
            read =>
        {
            Assert.True(read.Certificate.HasPrivateKey);
            Assert.Equal("CN=me", read.Subject);
            Assert.Empty(read.Chain);
        });
    }

    [Fact]
    public void A_certificate_chain_is_sent_with_its_leaf_first()
    {
        using var key = ECDsa.Create();
        using var own = SelfSigned(key, "CN=me");
        using var intermediate = SelfSigned(key, "CN=intermediate");

        var read = AsData(own.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());

        Assert.Equal(("CN=me", "CN=intermediate"), (read.Subject, Assert.Single(read.Chain).Subject));
    }

    [Theory]
    [InlineData("encrypted", "key of the user 'u (", "is encrypted, and a kubeconfig has no field for its password", "openssl pkey")]
    [InlineData("encrypted in the old form", "key of the user 'u (", "is encrypted, and a kubeconfig has no field for its password", "openssl pkey")]
    [InlineData("other", "key of the user 'u (", "does not match the certificate 'CN=me'", "openssl x509")]
    [InlineData("of another kind", "key of the user 'u (", "does not match the certificate 'CN=me'", "openssl x509")]
    [InlineData("text", "key of the user 'u (", "is not PEM: it has no '-----BEGIN … PRIVATE KEY-----' block", "openssl pkey")]
    [InlineData("bytes", "key of the user 'u (", "is not PEM: it has no '-----BEGIN … PRIVATE KEY-----' block", "PEM")]
    [InlineData("damaged", "key of the user 'u (", "is damaged, or of an algorithm that .NET lacks", "RSA or ECDSA")]
    public void Every_kind_of_unusable_key_has_its_own_message(string kind, string what, string why, string action)
    {
        using var key = ECDsa.Create();
        using var other = ECDsa.Create();
        using var rsa = RSA.Create();
        using var certificate = SelfSigned(key, "CN=me");
        var pem = kind switch
        {
            "encrypted" => key.ExportEncryptedPkcs8PrivateKeyPem("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)),
            "encrypted in the old form" => key.ExportECPrivateKeyPem().Replace(
                "KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,87977D31F3AA8A480E4CA09C7B22E0ED\n\nM", StringComparison.Ordinal),
            "other" => other.ExportPkcs8PrivateKeyPem(),
            "of another kind" => rsa.ExportRSAPrivateKeyPem(),
            "damaged" => key.ExportPkcs8PrivateKeyPem().Replace("M", "N", StringComparison.Ordinal),
            "bytes" => "0\u0001\u0002sensitive",
            _ => "sensitive text",
        };

        var e = Assert.Throws<KubeApiException>(() => AsData(certificate.ExportCertificatePem(), pem));

        Assert.Contains($"The client {what}", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains(action, e.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("sensitive", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(pem.Split('\n').Reverse().Skip(1).FirstOrDefault("sensitive"), e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no PEM", "is not PEM: it has no '-----BEGIN CERTIFICATE-----' block")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB/cut off\n-----END CERTIFICATE-----", "is damaged")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "is damaged")]
    [InlineData(Ed25519, "uses Ed25519, an algorithm that .NET lacks")]
    public void Every_kind_of_unusable_certificate_has_its_own_message(string pem, string why)
    {
        using var key = ECDsa.Create();

        var e = Assert.Throws<KubeApiException>(() => AsFiles(pem, pem == Ed25519 ? Ed25519 : key.ExportPkcs8PrivateKeyPem()));

        Assert.Contains($"The client certificate of '{Path.Combine(_folder, "my.crt")}' {why}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_key_file_names_the_file()
    {
        using var key = ECDsa.Create();
        using var certificate = SelfSigned(key, "CN=me");

        var e = Assert.Throws<KubeApiException>(() => AsFiles(certificate.ExportCertificatePem(), "no PEM"));

        Assert.Contains($"The client key of '{Path.Combine(_folder, "my.key")}' is not PEM", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PRIVATE KEY", "PKCS#1")]
    [InlineData("PRIVATE KEY", "SEC1")]
    [InlineData("RSA PRIVATE KEY", "PKCS#8")]
    [InlineData("EC PRIVATE KEY", "PKCS#8")]
    public void The_PEM_label_of_a_key_does_not_matter_as_in_kubectl(string label, string form)
    {
        using AsymmetricAlgorithm key = form == "PKCS#1" || label[0] == 'R' ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key, "CN=me");
        var bytes = (form, key) switch
        {
            ("PKCS#1", RSA rsa) => rsa.ExportRSAPrivateKey(),
            ("SEC1", ECDsa ec) => ec.ExportECPrivateKey(),
            _ => key.ExportPkcs8PrivateKey(),
        };

        Assert.True(AsData("\uFEFF" + certificate.ExportCertificatePem(), "\uFEFF" + new string(PemEncoding.Write(label, bytes))).Certificate.HasPrivateKey);
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
