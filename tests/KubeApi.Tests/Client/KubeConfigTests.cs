using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Session;

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
    public async Task The_current_context_is_meant()
    {
        var settings = Resolve(Read(Write("config", Simple)));

        Assert.Equal(("https://host:6443/base", "one", "demo", "token"), (settings.Server.AbsoluteUri, settings.Name, settings.Namespace, settings.Authentication));
        Assert.Equal("Bearer secret-token", (await settings.Credential.GetAsync(null, default)).Authorization);
    }

    [Fact]
    public void Another_context_can_be_named()
    {
        var settings = Resolve(Read(Write("config", Simple)), "two");

        Assert.Equal(("default", "nothing"), (settings.Namespace, settings.Authentication));
    }

    [Theory]
    [InlineData("One")]
    [InlineData("three")]
    public void A_context_that_is_not_there_is_told_with_those_that_are(string name)
    {
        var e = Assert.Throws<KubeApiException>(() => Resolve(Read(Write("config", Simple)), name));

        Assert.Contains("one, two", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Encoding> Encodings => [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_of_editors_and_shells_are_read(Encoding encoding)
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
        var second = Write("second", Simple.Replace("host", "other", StringComparison.Ordinal).Replace("current-context: one", "current-context: two", StringComparison.Ordinal));

        var settings = Resolve(Read(first, second));

        Assert.Equal(("one", "host"), (settings.Name, settings.Server.Host));
    }

    [Fact]
    public void KUBECONFIG_skips_what_is_missing_and_excludes_the_home_folder()
    {
        var path = Write("config", Simple);
        var reader = Reader(("KUBECONFIG", string.Join(Path.PathSeparator, "", Path.Combine(_folder, "absent"), path)));

        Assert.Equal([path], reader.ReadDefault()!.Files);
    }

    [Fact]
    public void KUBECONFIG_without_any_file_is_an_error_that_names_them()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        Write(".kube/config", Simple);

        var e = Assert.Throws<KubeApiException>(() => Reader(("KUBECONFIG", "/absent/a")).ReadDefault());

        Assert.Contains("/absent/a", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_home_folders_file_is_the_default()
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
    public void A_credential_is_not_sent_in_clear_text()
    {
        var settings = Resolve(Read(Write("config", Simple.Replace("https:", "http:", StringComparison.Ordinal))));

        Assert.Equal("nothing", settings.Authentication);
        Assert.Contains("clear text", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: secret-token", "as: jane", "as")]
    [InlineData("server: ", "proxy-url: http://p, server: ", "proxy-url")]
    [InlineData("server: ", "insecure-skip-tls-verify: true, certificate-authority-data: aGk=, server: ", "insecure-skip-tls-verify")]
    [InlineData("server: ", "certificate-authority-data: '%%%', server: ", "base64")]
    [InlineData("server: ", "certificate-authority: absent.crt, server: ", "absent.crt")]
    [InlineData("token: secret-token", "client-certificate-data: aGk=", "belong together")]
    [InlineData("token: secret-token", "token: 12345", "in quotes")]
    [InlineData("token: secret-token", "username: me, password: 12345", "in quotes")]
    [InlineData("server: ", "insecure-skip-tls-verify: 'yes', server: ", "true or false")]
    [InlineData("user: u", "user: nobody", "nobody")]
    [InlineData("cluster: c, user", "cluster: none, user", "none")]
    [InlineData("https://host", "ftp://host", "http")]
    [InlineData("https://host", "https://me:secret-token@host", "user name")]
    public void What_cannot_be_used_is_told_and_nothing_secret_with_it(string replace, string by, string expected)
    {
        var text = Simple.Replace(replace, by, StringComparison.Ordinal);

        var e = Assert.Throws<KubeApiException>(() => Resolve(Read(Write("config", text))));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: secret-token\n  bad: [", "line")]
    [InlineData("a: secret-token\na: 2", "line 2, column 1: a key stands twice")]
    [InlineData("password: *secret-token", "an alias")]
    [InlineData("- secret-token", "no mapping")]
    public void What_is_no_kubeconfig_is_told_and_nothing_secret_with_it(string text, string expected)
    {
        var e = Assert.Throws<KubeApiException>(() => Read(Write("config", text)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", e.ToString(), StringComparison.Ordinal);
    }

    private KubeConfigReader Reader(params (string Name, string Value)[] variables) =>
        new(YamlLoader.CreateReader(), Machine.With(_folder, variables));

    private ConnectionSettings Resolve(KubeConfig config, string? context = null) => KubeConfigResolver.Resolve(config, Machine.With(_folder), context);

    private KubeConfig Read(params string[] files) => Reader().Read(files);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
