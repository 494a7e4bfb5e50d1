using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>The rules that decide which requests are forwarded.</summary>
public sealed class ProxyRulesTests
{
    private static readonly ApiProxyOptions s_defaults = new();

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("localhost:8001", null)]
    [InlineData("127.0.0.1:8001", null)]
    [InlineData("[::1]", null)]
    [InlineData("[::1]:8001", null)]
    [InlineData("evil.example:8001", "AcceptHosts")]
    [InlineData("localhost.evil.example", "AcceptHosts")]
    [InlineData("127.0.0.1.evil.example:8001", "AcceptHosts")]
    [InlineData("127a0.0.1", "AcceptHosts")]
    [InlineData("localhost:8001:1", "AcceptHosts")]
    [InlineData("", "AcceptHosts")]
    public void The_host_is_checked(string host, string? rule) => AssertRule(rule, new ProxyRules(s_defaults).RefuseCaller(Head("GET", "/", ("Host", host))));

    [Theory]
    [InlineData("http://localhost:8001", null)]
    [InlineData("http://localhost:3000", "Origin")]
    [InlineData("https://localhost:8001", "Origin")]
    [InlineData("https://evil.example", "Origin")]
    [InlineData("http://localhost:8001.evil.example", "Origin")]
    [InlineData("null", "Origin")]
    [InlineData("", "Origin")]
    public void Only_the_origin_of_the_proxy_is_accepted(string origin, string? rule) =>
        AssertRule(rule, new ProxyRules(s_defaults).RefuseCaller(Head("POST", "/", ("Host", "localhost:8001"), ("Origin", origin))));

    [Theory]
    [InlineData("none", "navigate", "document", null)]
    [InlineData("same-origin", "cors", "empty", null)]
    [InlineData("cross-site", "navigate", "document", null)]
    [InlineData("cross-site", "navigate", "iframe", "Origin")]
    [InlineData("cross-site", "no-cors", "image", "Origin")]
    [InlineData("cross-site", "no-cors", "empty", "Origin")]
    [InlineData("same-site", "no-cors", "script", "Origin")]
    public void A_page_of_another_site_cannot_embed_a_request(string site, string mode, string destination, string? rule) => AssertRule(
        rule,
        new ProxyRules(s_defaults).RefuseCaller(Head(
            "GET", "/", ("Host", "localhost:8001"), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination))));

    [Fact]
    public void A_second_origin_header_is_checked_too() => AssertRule(
        "Origin",
        new ProxyRules(s_defaults).RefuseCaller(
            Head("POST", "/", ("Host", "localhost:8001"), ("Origin", "http://localhost:8001"), ("Origin", "https://evil.example"))));

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/log", null)]
    [InlineData("POST", "/api/v1/namespaces/a/pods/b/portforward", null)]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods/b", null)]
    [InlineData("POST", "/api/v1/namespaces/a/pods/b/exec", "RejectPaths")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/attach", "RejectPaths")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/%65xec", "RejectPaths")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/%2565xec", "RejectPaths")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b%2Fexec", "RejectPaths")]
    [InlineData("GET", "//api//v1/namespaces/a/pods/b/exec", "RejectPaths")]
    [InlineData("TRACE", "/api", "TRACE")]
    [InlineData("CONNECT", "/api", "CONNECT")]
    public void The_default_rules_are_those_of_kubectl(string method, string path, string? rule) =>
        AssertRule(rule, new ProxyRules(s_defaults).RefuseRequest(Head(method, path), path));

    [Theory]
    [InlineData("GET", "/api/v1/pods", null)]
    [InlineData("HEAD", "/api/v1/pods", null)]
    [InlineData("OPTIONS", "/api/v1/pods", null)]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/log", null)]
    [InlineData("POST", "/api/v1/pods", "ReadOnly")]
    [InlineData("PURGE", "/api/v1/pods", "ReadOnly")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b:80/proxy/delete", "ReadOnly")]
    [InlineData("GET", "/api/v1/namespaces/a/services/b/proxy", "ReadOnly")]
    [InlineData("GET", "/api/v1/nodes/b/%70roxy/x", "ReadOnly")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/portforward", "ReadOnly")]
    public void Read_only_rejects_changes(string method, string path, string? rule) =>
        AssertRule(rule, new ProxyRules(s_defaults with { IsReadOnly = true }).RefuseRequest(Head(method, path), path));

    [Fact]
    public void Read_only_rejects_upgrades() => AssertRule(
        "ReadOnly",
        new ProxyRules(s_defaults with { IsReadOnly = true }).RefuseRequest(
            Head("GET", "/x", ("Connection", "keep-alive, Upgrade"), ("Upgrade", "websocket")), "/x"));

    [Theory]
    [InlineData("^/api/v1/namespaces/shop/", "/api/v1/namespaces/shop/pods", null)]
    [InlineData("^/api/v1/namespaces/shop/", "/api/v1/namespaces/other/pods", "AcceptPaths")]
    [InlineData("^/apis/,^/version$", "/version", null)]
    [InlineData("^/apis/,^/version$", "/api/v1", "AcceptPaths")]
    [InlineData("^/a{1,2}$", "/aa", null)]
    [InlineData(@"^/a\,b$", "/a,b", null)]
    [InlineData("^/a b$", "/a%20b", null)]
    public void Only_accepted_paths_are_forwarded(string accept, string path, string? rule) =>
        AssertRule(rule, new ProxyRules(s_defaults with { AcceptPaths = [accept] }).RefuseRequest(Head("GET", path), path));

    [Fact]
    public void A_refusal_names_the_expression() => Assert.Equal(
        "RejectMethods: '^(POST|PUT)$' matches the method",
        new ProxyRules(s_defaults with { RejectMethods = ["^DELETE$,^(POST|PUT)$"] }).RefuseRequest(Head("PUT", "/x"), "/x"));

    // Another group or user would extend the permissions of the session.
    [Theory]
    [InlineData("Impersonate-User")]
    [InlineData("impersonate-group")]
    public void A_caller_cannot_override_an_impersonating_session(string header)
    {
        AssertRule("Impersonation", new ProxyRules(s_defaults with { ActsAs = "jane" }).RefuseRequest(Head("GET", "/x", (header, "system:admin")), "/x"));
        Assert.Null(new ProxyRules(s_defaults).RefuseRequest(Head("GET", "/x", (header, "jane")), "/x"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("")]
    [InlineData("^a,")]
    [InlineData(@"(a)\1")]
    public void An_invalid_expression_is_an_error(string pattern)
    {
        var failure = Assert.Throws<ArgumentException>(() => new ProxyRules(s_defaults with { RejectPaths = [pattern] }));
        Assert.Contains("RejectPaths", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertRule(string? expected, string? refusal) => Assert.Equal(expected, refusal?.Split(':')[0]);

    private static RequestHead Head(string method, string path, params (string Name, string Value)[] headers) =>
        RequestHeadParser.Parse(Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) with
        {
            Method = method,
            Target = path,
            Headers = [.. headers.Select(h => KeyValuePair.Create(h.Name, h.Value))],
        };
}
