using System.Text;

namespace KubeApi.Tests.Module;

/// <summary>The contents of a file in place of its path appear nowhere, and the error names the parameter.</summary>
public sealed class FileContentsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly string s_token = $"eyJhbGciOiJSUzI1NiJ9.{Base64("s3cr3t claims of a token")}.{Base64("a signature of the token")}".Replace("=", "");
    private static readonly string s_inToken = s_token.Split('.')[1];

    private static readonly Dictionary<string, (string Contents, string Secret)> s_files = new()
    {
        ["key"] = ("-----BEGIN PRIVATE KEY-----\nMIGHAgEAs3cr3t\n-----END PRIVATE KEY-----\n", "s3cr3t"),
        ["one line"] = ("-----BEGIN PRIVATE KEY-----MIGHAgEAs3cr3t", "s3cr3t"),
        ["token"] = (s_token, s_inToken),
        ["opaque token"] = ("sha256~s3cr3t0123456789abcdefghijklmnopqrstuv", "s3cr3t"),
        ["kubeconfig"] = ("apiVersion: v1\nusers: [{ name: u, user: { token: s3cr3t } }]\n", "s3cr3t"),
        ["field"] = ("    token: s3cr3t", "s3cr3t"),
        ["base64"] = (Base64(string.Concat(Enumerable.Repeat("apiVersion: v1 s3cr3t ", 20))), Base64("s3cr3t ap")),
        ["long"] = ("s3cr3t " + new string('x', 300), "s3cr3t"),
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // In a command of its own: an error shows its command line.
    private static void Set(ModuleShell shell, string contents) =>
        shell.Get($"$it = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{Base64(contents)}'))");

    private ModuleShell Connected()
    {
        var shell = sandbox.Shell();
        shell.Get($"$null = Connect-KubeApi -Uri $Uri -CA $Ca -Token $AdminToken -Name '{Guid.NewGuid():n}'");
        return shell;
    }

    [Theory]
    [InlineData("Connect-KubeApi -Uri $Uri -CA $Ca -TokenFile $it")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $it")]
    [InlineData("Connect-KubeApi -Uri $Uri -CA $Ca -ClientCertificate $it")]
    [InlineData("Connect-KubeApi -Uri $Uri -CA $Ca -ClientCertificate $Certificate -ClientKey $it")]
    [InlineData("Connect-KubeApi -KubeConfig $it")]
    [InlineData("Connect-KubeApi -InCluster -ServiceAccountPath $it")]
    [InlineData("Get-KubeApiContext -KubeConfig $it")]
    [InlineData("Import-KubeApiManifest -Path $it")]
    [InlineData("Import-KubeApiManifest -LiteralPath $it")]
    [InlineData("Set-KubeApiObject -Path $it")]
    [InlineData("New-KubeApiObject -Path $it")]
    [InlineData("Compare-KubeApiObject -Path $it")]
    [InlineData("Remove-KubeApiObject -Path $it")]
    [InlineData("Start-KubeApiProxy -StaticPath $it")]
    [InlineData("Copy-KubeApiItem -ToPod web -Path $it -Destination /tmp")]
    [InlineData("Invoke-KubeApiCommand web -InputFile $it -- cat")]
    public void Contents_of_a_file_are_refused_and_appear_nowhere(string command)
    {
        using var shell = Connected();
        shell.Get($"$certificate = '{sandbox.Server.ClientCertificatePath}'");
        foreach (var (contents, secret) in s_files.Values)
        {
            Set(shell, contents);

            var result = shell.Run($"$VerbosePreference = 'Continue'; {command}");

            SecretTests.AssertNoSecret(result, mustFail: true, secret);
            Assert.Contains(" expects a path. ", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Connect-KubeApi $it -KubeConfig $KubeConfig")]
    [InlineData("Connect-KubeApi -Cluster $it -KubeConfig $KubeConfig")]
    [InlineData("Connect-KubeApi -User $it -KubeConfig $KubeConfig")]
    [InlineData("Get-KubeApiContext $it -KubeConfig $KubeConfig")]
    public void Contents_are_not_shown_as_a_name_in_a_kubeconfig(string command)
    {
        using var shell = sandbox.Shell();
        foreach (var file in new[] { "key", "token", "kubeconfig" })
        {
            Set(shell, s_files[file].Contents);

            // Get-KubeApiContext finds nothing for a name with brackets, which is a pattern.
            SecretTests.AssertNoSecret(shell.Run(command), mustFail: null, s_files[file].Secret);
        }
    }

    [Theory]
    [InlineData("Export-KubeApiContext -Path $it")]
    [InlineData("Invoke-KubeApi /version -OutFile $it")]
    [InlineData("Invoke-KubeApiCommand web -OutFile $it -- ls")]
    public void Contents_are_not_the_name_of_a_new_file(string command)
    {
        var (contents, secret) = s_files["key"];
        using var shell = Connected();
        Set(shell, contents);

        SecretTests.AssertNoSecret(shell.Run(command), mustFail: true, secret);
    }

    [Theory]
    [InlineData("certificate-authority", "certificate-authority-data")]
    [InlineData("client-certificate", "client-certificate-data")]
    [InlineData("client-key", "client-key-data")]
    [InlineData("tokenFile", "'token'")]
    public void Contents_in_a_field_of_a_kubeconfig_appear_nowhere(string field, string expected)
    {
        foreach (var (contents, secret) in s_files.Values)
        {
            var value = $"{field}: {System.Text.Json.JsonSerializer.Serialize(contents)}";
            var path = Path.Combine(sandbox.Server.Folder, $"{Guid.NewGuid():n}.kubeconfig");
            File.WriteAllText(path, $$"""
                current-context: x
                clusters: [{ name: c, cluster: { server: '{{sandbox.Server.Uri}}', {{(field.StartsWith("cert", StringComparison.Ordinal) ? value : "")}} } }]
                users: [{ name: u, user: { {{(field.StartsWith("cert", StringComparison.Ordinal) ? "" : value)}} } }]
                contexts: [{ name: x, context: { cluster: c, user: u } }]
                """);
            using var shell = sandbox.Shell();
            shell.Get($"$file = '{path}'");

            var result = shell.Run("Connect-KubeApi -KubeConfig $File");

            SecretTests.AssertNoSecret(result, mustFail: true, secret);
            Assert.Contains(expected, result.Errors[0].ToString(), StringComparison.Ordinal);
            SecretTests.AssertNoSecret(shell.Run("Get-KubeApiContext -KubeConfig $File"), mustFail: null, secret);
        }
    }

    [Theory]
    [InlineData("(Get-Content $Ca -Raw)")]
    [InlineData("(Get-Content $Ca)")]
    public void A_CA_may_be_PEM_text(string authority)
    {
        using var shell = sandbox.Shell();

        Assert.Empty(shell.Run($"Connect-KubeApi -Uri $Uri -CA {authority} -Token $AdminToken").Errors);
    }

    [Fact]
    public void A_file_with_an_unusual_name_is_read()
    {
        var name = s_files["opaque token"].Contents;
        File.WriteAllText(Path.Combine(sandbox.Server.Folder, name), sandbox.Server.AdminToken);
        using var shell = sandbox.Shell();
        Set(shell, name);

        Assert.Empty(shell.Run("Set-Location (Split-Path $Ca); Connect-KubeApi -Uri $Uri -CA $Ca -TokenFile $it").Errors);
    }

    [Fact]
    public void A_client_certificate_without_its_key_asks_for_the_key()
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail($"Connect-KubeApi -Uri $Uri -CA $Ca -ClientCertificate '{sandbox.Server.ClientCertificatePath}'");

        Assert.Contains("contains a client certificate, but no private key", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-ClientKey", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
