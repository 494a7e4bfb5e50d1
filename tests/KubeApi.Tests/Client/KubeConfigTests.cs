using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

public sealed class KubeConfigTests : IDisposable
{
    private const string Simple =
        """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: c
          cluster: { server: "https://host:6443/base" }
        users:
        - name: u
          user: { token: secret-token }
        contexts:
        - name: one
          context: { cluster: c, user: u, namespace: demo }
        - name: two
          context: { cluster: c }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_current_context_is_the_default()
    {
        var settings = Resolve(Read(Write("config", Simple)));

        Assert.Equal(
            ("https://host:6443/base", "one", "demo", "token"), (settings.Server.AbsoluteUri, settings.Name, settings.Namespace, settings.Authentication));
        Assert.Equal("Bearer secret-token", (await settings.Credential.GetAsync(null, default)).Authorization);
    }

    [Fact]
    public void A_context_is_selected_by_name()
    {
        var settings = Resolve(Read(Write("config", Simple)), "two");

        Assert.Equal(("default", "nothing"), (settings.Namespace, settings.Authentication));
    }

    [Theory]
    [InlineData("One")]
    [InlineData("three")]
    public void An_unknown_context_is_an_error_that_lists_the_known_ones(string name)
    {
        var e = Assert.Throws<KubeApiException>(() => Resolve(Read(Write("config", Simple)), name));

        Assert.Contains("one, two", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Encoding> Encodings => [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Common_encodings_are_read(Encoding encoding)
    {
        var path = Path.Combine(_folder, "encoded");
        File.WriteAllText(path, Simple.Replace("demo", "größe", StringComparison.Ordinal), encoding);

        Assert.Equal("größe", Resolve(Read(path)).Namespace);
    }

    [Fact]
    public void JSON_is_read_too() =>
        Assert.Equal("https://h/", Resolve(Read(Write("json",
            """{"current-context":"x","clusters":[{"name":"c","cluster":{"server":"https://h"}}],"contexts":[{"name":"x","context":{"cluster":"c"}}]}"""))).Server.AbsoluteUri);

    [Fact]
    public void The_first_file_to_set_a_key_wins()
    {
        var first = Write("first", Simple);
        var second = Write(
            "second",
            Simple.Replace("host", "other", StringComparison.Ordinal).Replace("current-context: one", "current-context: two", StringComparison.Ordinal));

        var settings = Resolve(Read(first, second));

        Assert.Equal(("one", "host"), (settings.Name, settings.Server.Host));
    }

    [Fact]
    public void KUBECONFIG_skips_missing_files_and_excludes_the_home_folder()
    {
        var path = Write("config", Simple);
        var reader = Reader(("KUBECONFIG", string.Join(Path.PathSeparator, "", Path.Combine(_folder, "absent"), path)));

        Assert.Equal([path], reader.ReadDefault()!.Files);
    }

    [Fact]
    public void An_error_names_the_files_of_KUBECONFIG_if_none_exists()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        Write(".kube/config", Simple);

        var e = Assert.Throws<KubeApiException>(() => Reader(("KUBECONFIG", "/absent/a")).ReadDefault());

        Assert.Contains("/absent/a", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kubeconfig_of_the_home_folder_is_the_default()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        var path = Write(".kube/config", Simple);

        Assert.Equal([path], Reader().ReadDefault()!.Files);
    }

    [Fact]
    public void Relative_paths_are_relative_to_their_own_file()
    {
        Write("the.token", "from-file\n");
        var settings = Resolve(Read(Write("config", Simple.Replace("token: secret-token", "token: x, tokenFile: the.token", StringComparison.Ordinal))));

        Assert.Equal($"token file {Path.Combine(_folder, "the.token")}", settings.Authentication);
    }

    [Fact]
    public void A_credential_is_not_sent_over_plain_http()
    {
        var settings = Resolve(Read(Write("config", Simple.Replace("https:", "http:", StringComparison.Ordinal))));

        Assert.Equal("nothing", settings.Authentication);
        Assert.Contains("clear text", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: secret-token", "auth-provider: { name: gcp, config: { access-token: secret-token } }", "'gcp'")]
    [InlineData("token: secret-token", "token: secret-token, username: me, password: secret-token", "both a token and a user name")]
    [InlineData("token: secret-token", "token: secret-token, as-uid: '7'", "but no user")]
    [InlineData("token: secret-token", "token: secret-token, as-groups: [a]", "but no user")]
    [InlineData("token: secret-token", "token: secret-token, as-user-extra: { a: [b] }", "but no user")]
    [InlineData("token: secret-token", "as: jane, as-groups: a", "list of strings")]
    [InlineData("token: secret-token", "as: jane, as-groups: [1]", "list of strings")]
    [InlineData("token: secret-token", "as: jane, as-user-extra: { a: b }", "lists of strings")]
    [InlineData("token: secret-token", "as: jane, as-user-extra: [a]", "lists of strings")]
    [InlineData("token: secret-token", "as: 7", "quote it")]
    [InlineData("token: secret-token", "as: \"jane\\r\\nX-Evil: 1\"", "control character")]
    [InlineData("token: secret-token", "as: jane, as-groups: [' a']", "a space")]
    [InlineData("server: ", "proxy-url: 'ftp://me:secret-token@p', server: ", "proxy-url")]
    [InlineData("server: ", "proxy-url: 'me:secret-token@p:80', server: ", "http, https or socks5")]
    [InlineData("server: ", "proxy-url: 'socks5h://p', server: ", "socks5")]
    [InlineData("https://host:6443/base\" }", "https://a\" }\n- name: c\n  cluster: { server: \"https://b\" }", "two clusters named 'c'")]
    [InlineData("- name: u", "- name: u\n  user: { token: secret-token }\n- name: u", "two users named 'u'")]
    [InlineData("- name: one", "- name: one\n- name: one", "two contexts named 'one'")]
    [InlineData("user: { token: secret-token }", "user: secret-token", "not a mapping")]
    [InlineData("name: two", "name: 2", "quote it")]
    [InlineData("current-context: one", "current-context: 1", "quote it")]
    [InlineData("current-context: one", "", "one, two")]
    [InlineData("contexts:\n", "contexts: none\nold:\n", "not a list")]
    [InlineData("kind: Config", "kind: Secret", "kind")]
    [InlineData("apiVersion: v1", "apiVersion: v2", "apiVersion")]
    [InlineData("server: ", "insecure-skip-tls-verify: true, certificate-authority-data: aGk=, server: ", "insecure-skip-tls-verify")]
    [InlineData("server: ", "certificate-authority-data: '%%%', server: ", "base64")]
    [InlineData("server: ", "certificate-authority: absent.crt, server: ", "absent.crt")]
    [InlineData("token: secret-token", "client-certificate-data: aGk=", "only one of client certificate and client key")]
    [InlineData("token: secret-token", "token: 12345", "quote it")]
    [InlineData("token: secret-token", "tokenFile: \"a\\0b\"", "a path")]
    [InlineData("token: secret-token", "username: me, password: 12345", "quote it")]
    [InlineData("server: ", "insecure-skip-tls-verify: 'yes', server: ", "true or false")]
    [InlineData("cluster: c, user", "cluster: none, user", "none")]
    [InlineData("https://host", "ftp://host", "http")]
    [InlineData("https://host", "https://me:secret-token@host", "user name")]
    public void An_invalid_field_is_reported_without_secrets(string replace, string by, string expected)
    {
        var text = Simple.Replace(replace, by, StringComparison.Ordinal);

        var e = Assert.Throws<KubeApiException>(() => Resolve(Read(Write("config", text))));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: secret-token\n  bad: [", "line")]
    [InlineData("a: secret-token\na: 2", "line 2, column 1: duplicate key")]
    [InlineData("password: *secret-token", "an alias")]
    [InlineData("- secret-token", "not a mapping")]
    public void An_invalid_kubeconfig_is_reported_without_secrets(string text, string expected)
    {
        var e = Assert.Throws<KubeApiException>(() => Read(Write("config", text)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_user_is_anonymous_with_a_warning()
    {
        var settings = Resolve(Read(Write("config", Simple.Replace("user: u", "user: nobody", StringComparison.Ordinal))));

        Assert.Null((await settings.Credential.GetAsync(null, default)).Authorization);
        Assert.Contains("'nobody'", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user: { token: secret-token }", "user: {}")]
    [InlineData("user: { token: secret-token }", "user:")]
    [InlineData("user: { token: secret-token }", "user: { token: '' }")]
    [InlineData("  user: { token: secret-token }\n", "")]
    [InlineData("user: u", "user: ''")]
    [InlineData(", user: u", "")]
    [InlineData("users:\n- name: u\n  user: { token: secret-token }", "users:\n")]
    public async Task A_user_without_credentials_is_anonymous(string replace, string by)
    {
        var text = Simple.Replace(replace, by, StringComparison.Ordinal);
        Assert.NotEqual(Simple, text);

        var settings = Resolve(Read(Write("config", text)));

        Assert.Equal("nothing", settings.Authentication);
        Assert.Null((await settings.Credential.GetAsync(null, default)).Authorization);
    }

    [Fact]
    public void Unknown_fields_are_ignored()
    {
        var text = Simple.Replace("{ token:", "{ colour: blue, Token: other, token:", StringComparison.Ordinal)
            + "\nextensions: [{ name: x, extension: { deep: [1] } }]\npreferences: { colors: true }";

        Assert.Equal("token", Resolve(Read(Write("config", text))).Authentication);
    }

    [Fact]
    public void All_fields_of_a_cluster_are_read()
    {
        var cluster = Resolve(Read(Write("config", Simple.Replace(
            "server: ", "tls-server-name: other, disable-compression: true, insecure-skip-tls-verify: yes, proxy-url: 'http://me:pw@proxy:3128', server: ",
            StringComparison.Ordinal))));

        Assert.Equal(
            ("other", true, true, "http://me:pw@proxy:3128/"),
            (cluster.TlsServerName, cluster.DisableCompression, cluster.SkipCertificateCheck, cluster.Proxy!.AbsoluteUri));
        Assert.DoesNotContain("pw", cluster.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_socks_proxy_without_a_port_uses_1080() => Assert.Equal(1080, ProxyUri.Parse("socks5://[::1]", "It").Port);

    [Fact]
    public void Documents_in_one_file_are_merged_like_files()
    {
        var second = Simple.Replace("host", "other", StringComparison.Ordinal).Replace("name: two", "name: three", StringComparison.Ordinal);

        var config = Read(Write("config", Simple + "\n---\n" + second + "\n---\n"));

        Assert.Equal(["one", "two", "three"], config.ContextNames);
        Assert.Equal("host", Resolve(config).Server.Host);
    }

    [Theory]
    [InlineData("certificate-authority", "cluster: { ")]
    [InlineData("client-certificate", "user: { ")]
    [InlineData("client-key", "user: { ")]
    public void Inline_data_wins_over_a_file_with_a_warning(string field, string entry)
    {
        using var key = RSA.Create();
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            DateTimeOffset.Now, DateTimeOffset.Now.AddDays(1));
        var (crt, pem) = (Base64(certificate.ExportCertificatePem()), Base64(key.ExportPkcs8PrivateKeyPem()));
        var data = entry == "user: { " ? $"client-certificate-data: {crt}, client-key-data: {pem}, " : $"certificate-authority-data: {crt}, ";

        var settings = Resolve(Read(Write("config", Simple.Replace(entry, $"{entry}{field}: absent.pem, {data}", StringComparison.Ordinal))));

        Assert.Contains($"{field}-data", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_readable_token_file_wins_over_the_token()
    {
        var settings = Resolve(Read(Write("config", Simple.Replace("token: secret-token", "token: inline, tokenFile: the.token", StringComparison.Ordinal))));

        Assert.Equal("Bearer inline", (await settings.Credential.GetAsync(null, default)).Authorization);
        Assert.False(await settings.Credential.RenewAsync(new RequestCredential("Bearer inline"), null, default));
        Write("the.token", "from-file\n");
        Assert.True(await settings.Credential.RenewAsync(new RequestCredential("Bearer inline"), null, default));
        Assert.Equal("Bearer from-file", (await settings.Credential.GetAsync(null, default)).Authorization);
        File.Delete(Path.Combine(_folder, "the.token"));
        Assert.Equal("Bearer from-file", (await settings.Credential.GetAsync(null, default)).Authorization);
    }

    [Theory]
    [InlineData("exec: { command: login }")]
    [InlineData("auth-provider: { name: gcp }")]
    [InlineData("username: me, password: pw")]
    [InlineData("tokenFile: absent")]
    [InlineData("client-certificate: absent, client-key: absent")]
    public void Credentials_are_not_read_for_plain_http(string user)
    {
        var settings = Resolve(
            Read(Write("config", Simple.Replace("https:", "http:", StringComparison.Ordinal).Replace("token: secret-token", user, StringComparison.Ordinal))));

        Assert.Equal("nothing", settings.Authentication);
        Assert.Contains("clear text", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certificate-authority-data: '%%%'")]
    [InlineData("certificate-authority: absent.crt")]
    [InlineData("insecure-skip-tls-verify: true, certificate-authority-data: aGk=")]
    [InlineData("insecure-skip-tls-verify: true")]
    [InlineData("tls-server-name: other")]
    public void TLS_settings_are_ignored_for_plain_http(string tls)
    {
        var text = Simple.Replace("https:", "http:", StringComparison.Ordinal).Replace("token: secret-token", "", StringComparison.Ordinal).Replace(
            "server: ", $"{tls}, server: ", StringComparison.Ordinal);
        var config = Read(Write("config", text));

        var settings = Resolve(config);

        Assert.Equal(
            (false, null, null, null),
            (settings.SkipCertificateCheck, settings.CertificateAuthorities, settings.CertificateAuthorityFile, settings.TlsServerName));
        Assert.Null(Resolve(config, null, new() { TlsServerName = "other" }).TlsServerName);
        Assert.Empty(settings.Warnings);
        Assert.All(KubeConfigContext.List(config), c => Assert.Null(c.Problem));
    }

    [Fact]
    public void Impersonation_over_plain_http_is_refused()
    {
        var text = Simple.Replace("https:", "http:", StringComparison.Ordinal).Replace("token: secret-token", "as: jane", StringComparison.Ordinal);

        var e = Assert.Throws<KubeApiException>(() => Resolve(Read(Write("config", text))));

        Assert.Contains("'jane'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_replace_field_by_field()
    {
        var text = Simple.Replace(
            "token: secret-token", "token: t, as: root, as-groups: [a], as-uid: '1', as-user-extra: { scopes: [x] }", StringComparison.Ordinal)
            .Replace(
                "users:\n",
                "- name: d\n  cluster: { server: https://d, tls-server-name: d, proxy-url: 'ftp://broken' }\nusers:\n- name: v\n  user: { username: me }\n",
                StringComparison.Ordinal);
        var config = Read(Write("config", text));

        Assert.Equal("root (uid 1, groups a, extra scopes)", Resolve(config).Impersonation!.ToString());
        Assert.Equal(
            "jane (uid 1, groups b, c, extra scopes)",
            Resolve(config, null, new() { Impersonation = new() { User = "jane", Groups = ["b", "c"] } }).Impersonation!.ToString());
        var settings = Resolve(config, "two", new() { Cluster = "d", User = "v", TlsServerName = "e", Proxy = new Uri("http://p") });
        Assert.Equal(
            ("d", "user name and password", "e", "p", "two"),
            (settings.Server.Host, settings.Authentication, settings.TlsServerName, settings.Proxy!.Host, settings.Name));
        Assert.Contains("c, d", Assert.Throws<KubeApiException>(() => Resolve(config, null, new() { Cluster = "C" })).Message, StringComparison.Ordinal);
        Assert.Contains("v, u", Assert.Throws<KubeApiException>(() => Resolve(config, null, new() { User = "w" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_context_is_needed_with_an_explicit_cluster()
    {
        var config = Read(Write("config", Simple.Replace("current-context: one", "", StringComparison.Ordinal)));

        var settings = Resolve(config, null, new() { Cluster = "c", User = "u" });

        Assert.Equal(("c", "token", "default"), (settings.Name, settings.Authentication, settings.Namespace));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private KubeConfigReader Reader(params (string Name, string Value)[] variables) =>
        new(YamlLoader.CreateReader(), Machine.With(_folder, variables));

    private ConnectionSettings Resolve(KubeConfig config, string? context = null, ConnectionOverrides? overrides = null) =>
        KubeConfigResolver.Resolve(config, Machine.With(_folder), context, overrides);

    private KubeConfig Read(params string[] files) => Reader().Read(files);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
