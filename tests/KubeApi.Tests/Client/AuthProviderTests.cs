using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>The supported rest of auth-providers: a valid OpenID Connect id-token.</summary>
public sealed class AuthProviderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_valid_id_token_is_sent()
    {
        var token = Token(TimeSpan.FromHours(1));

        var settings = Resolve($"auth-provider: {{ name: oidc, config: {{ id-token: '{token}', refresh-token: r }} }}");

        Assert.Equal($"Bearer {token}", (await settings.Credential.GetAsync(null, default)).Authorization);
        Assert.Equal("id-token of the auth-provider oidc", settings.Authentication);
    }

    [Fact]
    public async Task An_expired_id_token_is_not_sent_and_the_error_says_when_it_expired()
    {
        var settings = Resolve($"auth-provider: {{ name: oidc, config: {{ id-token: '{Token(TimeSpan.FromHours(-1))}' }} }}");

        var e = await Assert.ThrowsAsync<KubeApiException>(async () => await settings.Credential.GetAsync(null, default));

        Assert.Equal(FailureKind.CredentialUnavailable, e.Failure);
        Assert.Contains($"expired at {DateTime.UtcNow.AddHours(-1):yyyy-MM-dd HH:}", e.Message, StringComparison.Ordinal);
        Assert.Contains("kubelogin", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_token_wins_over_the_auth_provider_as_in_kubectl()
    {
        var settings = Resolve($"token: own, auth-provider: {{ name: oidc, config: {{ id-token: '{Token(TimeSpan.FromHours(1))}' }} }}");

        Assert.Equal("Bearer own", (await settings.Credential.GetAsync(null, default)).Authorization);
    }

    [Theory]
    [InlineData("auth-provider: { name: oidc, config: { refresh-token: s3cr3t } }", "no id-token", "kubelogin")]
    [InlineData("auth-provider: { name: oidc, config: { id-token: 's3cr3t s3cr3t' } }", "a character that is not allowed in a token", "copied")]
    [InlineData(
        "auth-provider: { name: oidc, config: { id-token: s3cr3t } }, exec: { command: x, apiVersion: client.authentication.k8s.io/v1 }",
        "both an auth-provider and an exec entry", null)]
    [InlineData(
        "auth-provider: { name: gcp, config: { access-token: s3cr3t } }", "the auth-provider 'gcp', which Kubernetes 1.26 removed", "gke-gcloud-auth-plugin")]
    [InlineData("auth-provider: { name: azure, config: { access-token: s3cr3t } }", "the auth-provider 'azure', which Kubernetes 1.26 removed", "kubelogin")]
    [InlineData("auth-provider: { name: acme }", "the auth-provider 'acme', which is unknown", "exec")]
    public void Other_auth_providers_are_refused_with_their_replacement(string user, string expected, string? action)
    {
        var e = Assert.Throws<KubeApiException>(() => Resolve(user));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer exist", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString() + e.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(action ?? "", e.RecommendedAction ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_list_shows_the_auth_provider()
    {
        var context = Assert.Single(KubeConfigContext.List(Read("auth-provider: { name: oidc, config: { id-token: t } }")));

        Assert.Equal(("id-token of the auth-provider oidc", null), (context.Authentication, context.Problem));
    }

    private static string Token(TimeSpan left)
    {
        var payload = $$"""{"exp":{{DateTimeOffset.UtcNow.Add(left).ToUnixTimeSeconds()}}}""";
        return $"eyJhbGciOiJub25lIn0.{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=')}.c2ln";
    }

    private ConnectionSettings Resolve(string user) => KubeConfigResolver.Resolve(Read(user), Machine.With(_folder));

    private KubeConfig Read(string user)
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(file, $$"""
            current-context: x
            clusters: [{ name: c, cluster: { server: https://h } }]
            users: [{ name: u, user: { {{user}} } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            """);
        return new KubeConfigReader(YamlLoader.CreateReader(), Machine.With(_folder)).Read([file]);
    }
}
