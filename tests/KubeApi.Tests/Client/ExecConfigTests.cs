using System.Text.Json;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Tests.Client.Exec;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>The exec entry of a kubeconfig user: its fields, errors and warnings. Plugins run only if a test needs them.</summary>
public sealed class ExecConfigTests : IDisposable
{
    private const string Valid = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: sh";

    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_session_names_its_authentication_without_arguments_and_values()
    {
        var settings = Resolve($"{Valid}, args: [s3cr3t], env: [{{ name: A, value: s3cr3t }}]");

        Assert.Equal("exec plugin sh", settings.Authentication);
    }

    [Theory]
    [InlineData("command: sh", "has no apiVersion")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1alpha1, command: sh", "has the apiVersion 'client.authentication.k8s.io/v1alpha1'")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never", "has no command")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1, command: sh", "has no interactiveMode")]
    [InlineData("apiVersion: client.authentication.k8s.io/v1, command: sh, interactiveMode: always", "has the interactiveMode 'always'")]
    [InlineData(Valid + ", args: [1]", "quote")]
    [InlineData(Valid + ", args: s3cr3t", "must be a list")]
    [InlineData(Valid + ", env: { A: s3cr3t }", "must be a list")]
    [InlineData(Valid + ", env: [{ value: s3cr3t }]", "env entry whose name is missing")]
    [InlineData(Valid + ", env: [{ name: 'A=B', value: s3cr3t }]", "env entry")]
    [InlineData(Valid + ", env: [{ name: A, value: 1 }]", "quote")]
    [InlineData(Valid + ", provideClusterInfo: 'yes'", "true or false")]
    public void An_invalid_exec_configuration_is_refused(string exec, string expected)
    {
        var e = Assert.Throws<KubeApiException>(() => Resolve(exec));

        Assert.Equal(FailureKind.InvalidConfiguration, e.Failure);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: t", "token")]
    [InlineData("tokenFile: t", "token file")]
    [InlineData("username: u, password: p", "user name and password")]
    public void Other_credentials_of_the_user_win_over_the_plugin(string other, string expected) =>
        Assert.StartsWith(expected, Resolve(Valid, user: other + ", ").Authentication, StringComparison.Ordinal);

    [Fact]
    public void A_plugin_is_not_run_for_a_plain_http_server()
    {
        var settings = Resolve(Valid, cluster: "server: 'http://h'");

        Assert.Equal("nothing", settings.Authentication);
        Assert.Contains("clear text", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("./plugin")]
    [InlineData("../{0}/plugin")]
    public void A_path_is_relative_to_its_kubeconfig(string command)
    {
        var path = _folder.WriteToken("t");

        var settings = Resolve($"apiVersion: client.authentication.k8s.io/v1beta1, command: {string.Format(command, Path.GetFileName(_folder.Path))}");

        Assert.Equal(path, Assert.IsType<ExecCredential>(settings.Credential).Path);
    }

    [UnixFact]
    public void A_plugin_from_a_foreign_kubeconfig_is_a_warning_with_its_path()
    {
        var warning = Assert.Single(Resolve(Valid, isOwn: false).Warnings);

        Assert.Contains($"'{ExecutableFinder.Find("sh")}'", warning, StringComparison.Ordinal);
        Assert.Contains(_folder.In("config"), warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_from_the_users_own_kubeconfig_is_no_warning() => Assert.Empty(Resolve(Valid).Warnings);

    [Fact]
    public void A_plugin_from_the_kubeconfig_of_the_home_folder_is_no_warning()
    {
        Directory.CreateDirectory(_folder.In(".kube"));

        Assert.Empty(Resolve(Valid, isOwn: false, file: Path.Combine(".kube", "config")).Warnings);
    }

    [UnixTheory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task Cluster_information_is_passed_on_request(string version)
    {
        _folder.Write("plugin", $$"""
            echo "$KUBERNETES_EXEC_INFO" > "$dir/info"
            echo '{{PluginFolder.Credential("\"token\":\"t\"", version)}}'
            """);
        await File.WriteAllTextAsync(_folder.In("ca.crt"), Authority());
        var settings = Resolve(
            $"apiVersion: client.authentication.k8s.io/{version}, interactiveMode: Never, command: ./plugin, provideClusterInfo: true",
            cluster: "server: 'https://h:6443', tls-server-name: name, certificate-authority: ca.crt, disable-compression: true, "
                + "extensions: [{ name: other, extension: 1 }, { name: client.authentication.k8s.io/exec, extension: { audience: a, list: [1, 2] } }]",
            overrides: new ConnectionOverrides { Proxy = new Uri("http://proxy:3128") });

        await settings.Credential.GetAsync(null, default);

        using var info = JsonDocument.Parse(_folder.Read("info"));
        var root = info.RootElement;
        Assert.Equal($"client.authentication.k8s.io/{version}", root.GetProperty("apiVersion").GetString());
        Assert.False(root.GetProperty("spec").GetProperty("interactive").GetBoolean());
        var ca = Convert.ToBase64String(await File.ReadAllBytesAsync(_folder.In("ca.crt")));
        Assert.Equal(
            $$$"""{"server":"https://h:6443","tls-server-name":"name","certificate-authority-data":"{{{ca}}}","proxy-url":"http://proxy:3128","disable-compression":true,"config":{"audience":"a","list":[1,2]}}""",
            root.GetProperty("spec").GetProperty("cluster").GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [UnixTheory]
    [InlineData(
        "kind: ExecCredential\napiVersion: client.authentication.k8s.io/v1\nstatus:\n  token: t # for a while\n  expirationTimestamp: 2099-01-31T12:00:00Z\n")]
    [InlineData("---\n{kind: ExecCredential, apiVersion: client.authentication.k8s.io/v1, status: {token: t}}\n")]
    public async Task A_plugin_may_respond_in_YAML(string response)
    {
        await File.WriteAllTextAsync(_folder.In("response"), response);
        _folder.Write("plugin", "cat \"$dir/response\"");

        var settings = Resolve("apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin");
        var credential = await settings.Credential.GetAsync(null, default);

        Assert.Equal("Bearer t", credential.Authorization?.ToString());
    }

    [UnixTheory]
    [InlineData("kind: ExecCredential\nstatus: {token: s3cr3t")]
    [InlineData("token: s3cr3t")]
    [InlineData("logged in as s3cr3t")]
    public async Task An_invalid_response_is_not_quoted(string response)
    {
        await File.WriteAllTextAsync(_folder.In("response"), response);
        _folder.Write("plugin", "cat \"$dir/response\"");

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () =>
                Resolve("apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin").Credential.GetAsync(null, default).AsTask());

        Assert.Equal(FailureKind.ExecPluginAnswerInvalid, e.Failure);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Cluster_information_is_not_passed_unless_requested()
    {
        _folder.WriteToken("t", before: """echo "$KUBERNETES_EXEC_INFO" > "$dir/info" """);

        await Resolve("apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin").Credential.GetAsync(null, default);

        Assert.DoesNotContain("cluster", _folder.Read("info"), StringComparison.Ordinal);
    }

    private ConnectionSettings Resolve(
        string exec, string user = "", string cluster = "server: 'https://h'", bool isOwn = true, string file = "config", ConnectionOverrides? overrides = null)
    {
        var path = _folder.In(file);
        File.WriteAllText(path, $$"""
            current-context: c
            contexts: [{ name: c, context: { cluster: c, user: u } }]
            clusters: [{ name: c, cluster: { {{cluster}} } }]
            users: [{ name: u, user: { {{user}}exec: { {{exec}} } } }]
            """);
        var machine = isOwn ? Machine.With(_folder.Path, ("KUBECONFIG", path)) : Machine.With(_folder.Path);
        return KubeConfigResolver.Resolve(new KubeConfigReader(YamlLoader.CreateReader(), machine).Read([path]), machine, null, overrides);
    }

    private static string Authority()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=ca", key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
