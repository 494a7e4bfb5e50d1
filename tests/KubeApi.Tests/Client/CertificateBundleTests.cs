using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client;

/// <summary>CA bundles that were assembled by hand.</summary>
public sealed class CertificateBundleTests : IDisposable
{
    private static readonly string s_first = Authority("CN=first");
    private static readonly string s_second = Authority("CN=second");

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIBcut off by the editor\n")]
    public void A_malformed_block_is_skipped_with_a_warning(string malformed)
    {
        var warnings = new List<string>();

        var bundle = CertificateBundle.Parse(Encoding.UTF8.GetBytes(s_first + malformed + s_second), "The CA file 'x'", warnings);

        Assert.Equal(["CN=first", "CN=second"], bundle.Select(c => c.Subject));
        Assert.StartsWith("Block 2 of the CA file 'x' is not a certificate", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("MIIB", warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unterminated_last_block_is_skipped_with_a_warning()
    {
        var warnings = new List<string>();

        Assert.Equal(
            "CN=first", Assert.Single(CertificateBundle.Parse(Encoding.UTF8.GetBytes(s_first + s_second[..100]), "The CA file 'x'", warnings)).Subject);
        Assert.StartsWith("Block 2 of the CA file 'x' is not a certificate", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_around_blocks_and_other_PEM_blocks_are_ignored()
    {
        var warnings = new List<string>();
        var text = $"\uFEFF# first\r\n{s_first.Replace("\n", "\r\n", StringComparison.Ordinal)}-----BEGIN X509 CRL-----\nAAAA\n-----END X509 "
            + $"CRL-----\nsecond:\n  {s_second.Replace("\n", "\n  ", StringComparison.Ordinal)}";

        Assert.Equal(["CN=first", "CN=second"], CertificateBundle.Parse(Encoding.UTF8.GetBytes(text), "The CA file 'x'", warnings).Select(c => c.Subject));
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n", "is not a PEM or DER certificate")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n", "contains no certificate")]
    [InlineData("", "contains no certificate")]
    public void A_bundle_without_a_valid_certificate_is_an_error(string text, string expected)
    {
        var e = Assert.Throws<KubeApiException>(() => CertificateBundle.Parse(Encoding.UTF8.GetBytes(text), "The CA file 'x'"));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("CURL_CA_BUNDLE")]
    public void A_malformed_block_in_the_bundle_of_the_environment_is_a_warning(string variable)
    {
        var folder = WriteBundle();
        var settings = new ConnectionSettings { Server = new Uri("https://h"), Name = "n", Source = "s", Warnings = ["first"] };

        var warnings = SystemTrust.Apply(settings, Machine.With(folder, (variable, "ca.crt"))).Warnings;

        Assert.Equal("first", warnings[0]);
        Assert.StartsWith("Block 1 of the CA file '", Assert.Single(warnings.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_block_in_a_service_account_CA_is_a_warning()
    {
        var folder = WriteBundle();
        File.WriteAllText(Path.Combine(folder, "token"), "t");

        var settings = InClusterConfiguration.Read(Machine.With(folder, ("KUBERNETES_SERVICE_HOST", "h"), ("KUBERNETES_SERVICE_PORT", "1")), folder);

        Assert.StartsWith("Block 1 of the CA file '", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    private string WriteBundle()
    {
        File.WriteAllText(Path.Combine(_folder, "ca.crt"), "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n" + s_first);
        return _folder;
    }

    private static string Authority(string name)
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        return certificate.ExportCertificatePem() + "\n";
    }
}
