using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

public sealed class ConnectionFinderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void KUBECONFIG_comes_first_and_excludes_everything_else()
    {
        WriteConfig(Path.Combine(".kube", "config"), "home");

        Assert.Equal("named", Find(("KUBECONFIG", WriteConfig("named", "named"))).Name);
        Assert.Contains("/absent", Assert.Throws<KubeApiException>(() => Find(("KUBECONFIG", "/absent"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v1\nusers: [{ name: u, user: { token: s3cr3t } }]")]
    [InlineData("sha256~s3cr3t0123456789abcdefghijklmnopqrstuv")]
    public void The_contents_of_a_kubeconfig_in_KUBECONFIG_are_not_shown(string contents)
    {
        var e = Assert.Throws<KubeApiException>(() => Find(("KUBECONFIG", contents)));

        Assert.Contains("expects paths", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kubeconfig_of_the_home_folder_comes_second()
    {
        WriteConfig(Path.Combine(".kube", "config"), "home");

        Assert.Equal("home", Find(("KUBERNETES_SERVICE_HOST", "h"), ("KUBERNETES_SERVICE_PORT", "1")).Name);
    }

    [Fact]
    public void An_error_without_any_configuration_lists_the_ways_to_connect()
    {
        var e = Assert.Throws<KubeApiException>(() => Find());

        Assert.Contains(Path.Combine(_home, ".kube", "config"), e.Message, StringComparison.Ordinal);
        Assert.Equal(Remedy.Server, e.Remedy);
    }

    [Theory]
    [InlineData("CURL_CA_BUNDLE")]
    [InlineData("SSL_CERT_FILE")]
    public void A_CA_bundle_of_the_environment_is_trusted_without_a_configured_CA(string variable)
    {
        var e = Assert.Throws<KubeApiException>(() => SystemTrust.Apply(Settings(), Machine.With(_home, (variable, "absent.crt"))));

        Assert.Contains(Path.Combine(_home, "absent.crt"), e.Message, StringComparison.Ordinal);
        Assert.Null(SystemTrust.Apply(Settings(), Machine.With(_home)).CertificateAuthorities);
        Assert.Empty(SystemTrust.Apply(Settings() with { CertificateAuthorities = [] }, Machine.With(_home, (variable, "absent.crt"))).CertificateAuthorities!);
    }

    private static ConnectionSettings Settings() => new() { Server = new Uri("https://h"), Name = "n", Source = "s" };

    private ConnectionSettings Find(params (string, string)[] variables)
    {
        var machine = Machine.With(_home, variables);
        return ConnectionFinder.Find(machine, new KubeConfigReader(YamlLoader.CreateReader(), machine), new ConnectionOverrides());
    }

    private string WriteConfig(string name, string context)
    {
        var path = Path.Combine(_home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $$"""
            current-context: {{context}}
            clusters: [{ name: c, cluster: { server: https://h } }]
            contexts: [{ name: {{context}}, context: { cluster: c } }]
            """);
        return path;
    }
}
