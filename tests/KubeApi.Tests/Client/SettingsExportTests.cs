using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Authentication;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

public sealed class SettingsExportTests
{
    private static readonly ConnectionSettings s_settings = new() { Server = new Uri("https://10.0.0.1:6443/k8s/"), Name = "test", Source = "test" };

    [Fact]
    public void A_minimal_cluster() => AssertJson("""{"server":"https://10.0.0.1:6443/k8s"}""", SettingsExport.ToCluster(s_settings));

    [Fact]
    public void A_cluster_with_all_fields() => AssertJson(
        """
        {"server":"https://10.0.0.1:6443/k8s","insecure-skip-tls-verify":true,"tls-server-name":"kubernetes","proxy-url":"socks5://127.0.0.1:1080",
         "disable-compression":true}
        """,
        SettingsExport.ToCluster(s_settings with
        {
            SkipCertificateCheck = true,
            TlsServerName = "kubernetes",
            Proxy = new Uri("socks5://127.0.0.1:1080"),
            DisableCompression = true,
        }));

    [Fact]
    public async Task No_credential() => await AssertUserAsync("{}", s_settings);

    [Fact]
    public async Task A_token() => await AssertUserAsync("""{"token":"abc"}""", s_settings with { Credential = new TokenCredential("abc") });

    [Fact]
    public async Task A_user_name_and_password() => await AssertUserAsync(
        """{"username":"joe","password":"a:b"}""", s_settings with { Credential = new BasicCredential("joe", "a:b") });

    [Fact]
    public async Task A_token_file_stays_a_file() => await AssertUserAsync(
        """{"tokenFile":"/run/token"}""", s_settings with { Credential = new TokenFileCredential("/run/token") });

    [Fact]
    public async Task A_plugin_stays_a_plugin_and_is_not_run() => await AssertUserAsync(
        """
        {"exec":{"apiVersion":"client.authentication.k8s.io/v1","command":"login","args":["-v"],"interactiveMode":"Never",
         "env":[{"name":"A","value":"1"}],"installHint":"install it"}}
        """,
        s_settings with
        {
            Credential = new ExecCredential(new ExecPlugin
            {
                Command = "login",
                ApiVersion = "client.authentication.k8s.io/v1",
                Arguments = ["-v"],
                Variables = [("A", "1")],
                InteractiveMode = ExecInteractiveMode.Never,
                InstallHint = "install it",
            }),
        });

    [Fact]
    public async Task An_impersonation() => await AssertUserAsync(
        """{"as":"jane","as-uid":"42","as-groups":["dev"],"as-user-extra":{"scopes":["view"]}}""",
        s_settings with
        {
            Impersonation = new Impersonation
            {
                User = "jane",
                Uid = "42",
                Groups = ["dev"],
                Extra = new Dictionary<string, IReadOnlyList<string>> { ["scopes"] = ["view"] },
            },
        });

    [Fact]
    public async Task The_expiry_of_a_token_is_read()
    {
        var claims = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"exp":1800000000}"""));

        var (_, expires) = await SettingsExport.ToUserAsync(s_settings with { Credential = new TokenCredential($"a.{claims}.c") }, null, default);

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1800000000), expires);
    }

    private static async Task AssertUserAsync(string expected, ConnectionSettings settings) =>
        AssertJson(expected, (await SettingsExport.ToUserAsync(settings, null, default)).User);

    private static void AssertJson(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
