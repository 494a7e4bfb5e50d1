using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

public sealed class InClusterConfigurationTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly (string, string)[] s_variables = [("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("KUBERNETES_SERVICE_PORT", "443")];

    [Fact]
    public void Settings_come_from_the_environment_and_the_service_account_folder()
    {
        var settings = InClusterConfiguration.Read(Machine.With("/", s_variables), sandbox.Server.ServiceAccountPath);

        Assert.Equal(("https://10.0.0.1/", "default"), (settings.Server.AbsoluteUri, settings.Namespace));
        Assert.StartsWith("token file ", settings.Authentication, StringComparison.Ordinal);
        Assert.NotNull(settings.CertificateAuthorities);
    }

    [Fact]
    public void An_IPv6_host_is_bracketed()
    {
        var settings = InClusterConfiguration.Read(
            Machine.With("/", ("KUBERNETES_SERVICE_HOST", "fd00::1"), ("KUBERNETES_SERVICE_PORT", "6443")), sandbox.Server.ServiceAccountPath);

        Assert.Equal("https://[fd00::1]:6443/", settings.Server.AbsoluteUri);
    }

    [Fact]
    public void POD_NAMESPACE_wins_over_the_file() =>
        Assert.Equal(
            "other", InClusterConfiguration.Read(Machine.With("/", [.. s_variables, ("POD_NAMESPACE", "other")]), sandbox.Server.ServiceAccountPath).Namespace);

    [Fact]
    public void The_error_names_a_missing_port()
    {
        var machine = Machine.With("/", s_variables[0]);

        var e = Assert.Throws<KubeApiException>(() => InClusterConfiguration.Read(machine, sandbox.Server.ServiceAccountPath));

        Assert.Contains("KUBERNETES_SERVICE_PORT", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_is_the_kubernetes_service_with_a_port_from_DNS_without_variables()
    {
        var settings = InClusterConfiguration.Read(Machine.With("/"), sandbox.Server.ServiceAccountPath);

        Assert.Equal(("https://kubernetes.default.svc/", "_https._tcp.kubernetes.default.svc"), (settings.Server.AbsoluteUri, settings.PortService));
        Assert.Null(InClusterConfiguration.Read(Machine.With("/", s_variables), sandbox.Server.ServiceAccountPath).PortService);
        Assert.True(InClusterConfiguration.IsAvailable(sandbox.Server.ServiceAccountPath));
        Assert.False(InClusterConfiguration.IsAvailable("/absent"));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("ca.crt")]
    public void The_error_names_a_missing_file(string missing)
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-test-");
        foreach (var name in new[] { "token", "ca.crt" }.Where(n => n != missing))
        {
            File.Copy(Path.Combine(sandbox.Server.ServiceAccountPath, name), Path.Combine(folder.FullName, name));
        }

        var e = Assert.Throws<KubeApiException>(() => InClusterConfiguration.Read(Machine.With("/", s_variables), folder.FullName));

        Assert.Contains(Path.Combine(folder.FullName, missing), e.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
