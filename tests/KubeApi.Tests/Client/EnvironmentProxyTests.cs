using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

/// <summary>The rules of Go's httpproxy; most of these rows are from its own tests.</summary>
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://cluster.example", "HTTPS_PROXY=http://p:3128", "http://p:3128/")]
    [InlineData("https://cluster.example", "https_proxy=http://p:3128", "http://p:3128/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=http://upper;https_proxy=http://lower", "http://upper/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=p:3128", "http://p:3128/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=10.0.0.1", "http://10.0.0.1/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=https://p", "https://p/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=socks5://p", "socks5://p:1080/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=socks5h://p:99", "socks5://p:99/")]
    [InlineData("https://cluster.example", "HTTP_PROXY=http://p", null)]
    [InlineData("http://cluster.example", "HTTP_PROXY=http://p", "http://p/")]
    [InlineData("http://cluster.example", "http_proxy=http://p", "http://p/")]
    [InlineData("http://cluster.example", "HTTPS_PROXY=http://p", null)]
    [InlineData("http://cluster.example", "HTTP_PROXY=http://p;REQUEST_METHOD=GET", null)]
    [InlineData("https://cluster.example", "", null)]
    [InlineData("https://localhost:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://127.0.0.1:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://127.1.2.3", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://[::1]:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://0.0.0.0:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://[::]:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://cluster.example", "HTTPS_PROXY=http://user:p@ss@p:1", "http://user:p%40ss@p:1/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=user:p@ss@p:1", "http://user:p%40ss@p:1/")]
    [InlineData("https://cluster.example", "HTTPS_PROXY=http://p;NO_PROXY=cluster.example", null)]
    [InlineData("https://cluster.example", "HTTPS_PROXY=http://p;no_proxy=.example", null)]
    public void The_proxy_depends_on_the_scheme_and_host_of_the_server(string server, string variables, string? expected) =>
        Assert.Equal(expected, EnvironmentProxy.For(new Uri(server), Variables(variables))?.AbsoluteUri);

    [Theory]
    [InlineData("example.com", "example.com", 443, true)]
    [InlineData("example.com", "www.example.com", 443, true)]
    [InlineData("example.com", "notexample.com", 443, false)]
    [InlineData("example.com", "EXAMPLE.com", 443, true)]
    [InlineData("Example.COM", "example.com", 443, true)]
    [InlineData(".example.com", "example.com", 443, false)]
    [InlineData(".example.com", "www.example.com", 443, true)]
    [InlineData("*.example.com", "example.com", 443, false)]
    [InlineData("*.example.com", "a.b.example.com", 443, true)]
    [InlineData("example.com:443", "example.com", 443, true)]
    [InlineData("example.com:6443", "example.com", 443, false)]
    [InlineData(".example.com:443", "www.example.com", 443, true)]
    [InlineData("*", "anything", 1, true)]
    [InlineData("a, *", "anything", 1, true)]
    [InlineData("10.0.0.1", "10.0.0.1", 443, true)]
    [InlineData("10.0.0.1:443", "10.0.0.1", 443, true)]
    [InlineData("10.0.0.1:80", "10.0.0.1", 443, false)]
    [InlineData("10.0.0.0/8", "10.200.3.4", 443, true)]
    [InlineData("10.1.2.3/8", "10.200.3.4", 443, true)]
    [InlineData("10.0.0.0/12", "10.15.255.255", 443, true)]
    [InlineData("10.0.0.0/12", "10.16.0.0", 443, false)]
    [InlineData("10.0.0.0/0", "192.168.1.1", 443, true)]
    [InlineData("10.0.0.0/33", "10.0.0.0", 443, false)]
    [InlineData("10.0.0.0/8", "cluster.example", 443, false)]
    [InlineData("10", "10.0.0.1", 443, false)]
    [InlineData("::1/128", "[::1]", 443, true)]
    [InlineData("fd00::/8", "[fd12::1]", 443, true)]
    [InlineData("fd00::/8", "[fe80::1]", 443, false)]
    [InlineData("fd00::1", "[fd00::1]", 6443, true)]
    [InlineData("[fd00::1]", "[fd00::1]", 6443, true)]
    [InlineData("[fd00::1]:6443", "[fd00::1]", 6443, true)]
    [InlineData("[fd00::1]:443", "[fd00::1]", 6443, false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", 443, true)]
    [InlineData(" a ,, b ", "b", 443, true)]
    [InlineData(":443", "example.com", 443, false)]
    [InlineData(".", "example.com", 443, false)]
    [InlineData("", "example.com", 443, false)]
    [InlineData("svc,.cluster.local", "kubernetes.default.svc", 443, true)]
    public void NO_PROXY_lists_names_addresses_and_CIDR_blocks(string list, string host, int port, bool contains) =>
        Assert.Equal(contains, new NoProxyList(list).Contains(host, port));

    [Theory]
    [InlineData("ftp://me:s3cr3t@p")]
    [InlineData("http://me:s3cr3t@")]
    [InlineData("://s3cr3t")]
    [InlineData("http://[s3cr3t")]
    public void An_invalid_proxy_is_an_error_that_names_the_variable_without_its_value(string value)
    {
        var e = Assert.Throws<KubeApiException>(() => EnvironmentProxy.For(new Uri("https://h"), Variables("HTTPS_PROXY=" + value)));

        Assert.Contains("HTTPS_PROXY", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://me:s3/cr3t@p:80")]
    [InlineData("http://me:12/s3cr3t@p:80")]
    [InlineData("http://me:s3cr3t?@p:80")]
    [InlineData("http://me:s3cr3t#1@p:80")]
    [InlineData("http://me:s3cr3t@p:s3cr3t")]
    [InlineData("http://me@s3cr3t:s3cr3t@")]
    public void A_password_that_breaks_the_URL_must_be_percent_encoded(string value)
    {
        var e = Assert.Throws<KubeApiException>(() => EnvironmentProxy.For(new Uri("https://h"), Variables("HTTPS_PROXY=" + value)));

        Assert.Contains("Percent-encode", e.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString() + e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_with_a_proxy_ignore_the_environment()
    {
        var settings = new ConnectionSettings { Server = new Uri("https://h"), Name = "n", Source = "s", Proxy = new Uri("http://own") };
        var machine = Machine.With("/", ("HTTPS_PROXY", "http://environment"));

        Assert.Equal("own", EnvironmentProxy.Apply(settings, machine).Proxy!.Host);
        Assert.Equal("environment", EnvironmentProxy.Apply(settings with { Proxy = null }, machine).Proxy!.Host);
    }

    [Theory]
    [InlineData("http://p:3128", "http://p:3128", null, null)]
    [InlineData("http://me:pass@p:3128/path?q", "http://p:3128", "me", "pass")]
    [InlineData("http://do%40main:p%3A%2F%25@p", "http://p", "do@main", "p:/%")]
    [InlineData("socks5://me@p", "socks5://p:1080", "me", "")]
    [InlineData("http://user:p@ss@host:1", "http://host:1", "user", "p@ss")]
    [InlineData("http://do@main:a:b@p:1/path", "http://p:1", "do@main", "a:b")]
    [InlineData("http://me:100%@p", "http://p", "me", "100%")]
    [InlineData("http://größe:ß%C3%9F@p", "http://p", "größe", "ßß")]
    [InlineData("socks5://me:p@ss@[::1]", "socks5://[::1]:1080", "me", "p@ss")]
    public void User_and_password_are_used_but_not_shown(string address, string shown, string? user, string? password)
    {
        var proxy = ProxyUri.Parse(address, "It");
        var web = ProxyUri.ToWebProxy(proxy);
        var credential = web.Credentials?.GetCredential(proxy, "Basic");

        Assert.Equal((shown, user, password), (ProxyUri.Show(proxy), credential?.UserName, credential?.Password));
        Assert.Empty(web.Address!.UserInfo);
        Assert.False(web.IsBypassed(new Uri("https://localhost")));
    }

    private static Func<string, string?> Variables(string text)
    {
        var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return name => pairs.GetValueOrDefault(name);
    }
}
