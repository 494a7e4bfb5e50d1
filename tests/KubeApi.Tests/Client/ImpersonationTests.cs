using KubeApi.Client.Access;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

public sealed class ImpersonationTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    // As in client-go's headerKeyEscape.
    [Theory]
    [InlineData("scopes", "scopes")]
    [InlineData("Scopes", "scopes")]
    [InlineData("example.com/team", "example.com%2Fteam")]
    [InlineData("a b%2f:", "a%20b%252f%3A")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    [InlineData("!#$&'*+-.^_`|~", "!#$&'*+-.^_`|~")]
    public void Keys_of_extra_fields_are_escaped(string key, string expected) =>
        Assert.Equal(
            ("Impersonate-Extra-" + expected, "v"),
            new Impersonation { User = "jane", Extra = Extra((key, ["v"])) }.Headers().Select(h => (h.Name, h.Values.Single())).Last());

    [Theory]
    [InlineData("")]
    [InlineData("a\r\nAuthorization: x")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    [InlineData(" a")]
    [InlineData("a\t")]
    public void Values_that_no_header_can_hold_are_refused(string value)
    {
        Impersonation[] all =
        [
            new() { User = value }, new() { User = "a", Uid = value }, new() { User = "a", Groups = ["b", value] }, new()
            {
                User = "a",
                Extra = Extra(("k", [value])),
            },
        ];

        Assert.All(all, i => Assert.Contains("cannot be sent", Assert.Throws<KubeApiException>(() => i.Check("It")).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_server_receives_every_impersonation_value()
    {
        var review = await ReviewAsync(new Impersonation
        {
            User = "jürgen",
            Uid = "42",
            Groups = ["dev", "ops, audit", "x:y"],
            Extra = Extra(("example.com/team", ["red", "blue"]), ("scopes", ["view"]), ("none", [])),
        });

        Assert.Equal("jürgen", review.GetProperty("username").GetString());
        Assert.Equal("42", review.GetProperty("uid").GetString());
        Assert.Equal("""["dev","ops, audit","x:y","system:authenticated"]""", review.GetProperty("groups").GetRawText());
        Assert.Equal("""["red","blue"]""", review.GetProperty("extra").GetProperty("example.com/team").GetRawText());
        Assert.False(review.GetProperty("extra").TryGetProperty("none", out _));
        Assert.Equal("""["view"]""", review.GetProperty("extra").GetProperty("scopes").GetRawText());
    }

    [Fact]
    public async Task A_request_may_impersonate_another_user_than_the_session()
    {
        using var client = new ApiClient(TestClient.Settings(sandbox.Server) with { Impersonation = new() { User = "jane", Groups = ["dev"] } });

        var joe = await AccessReader.ReadIdentityAsync(client, new Impersonation { User = "joe", Groups = ["ops", "audit"] }, default);
        var jane = await AccessReader.ReadIdentityAsync(client, null, default);

        Assert.Equal(("joe", "ops,audit,system:authenticated"), (joe.User, string.Join(',', joe.Groups)));
        Assert.Equal(("jane", "dev,system:authenticated"), (jane.User, string.Join(',', jane.Groups)));
    }

    [Fact]
    public async Task Impersonation_headers_are_sent_to_the_server_over_https_only()
    {
        sandbox.Server.ClearRequests();
        var settings = TestClient.Settings(sandbox.Server) with { Server = sandbox.Server.ProxyUri, Impersonation = new() { User = "jane" } };
        using var client = new ApiClient(settings);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => client.SendForBytesAsync(ApiRequest.Get("/version"), default));

        Assert.Equal(FailureKind.CredentialUnavailable, e.Failure);
        Assert.Empty(sandbox.Server.Requests);
    }

    private async Task<System.Text.Json.JsonElement> ReviewAsync(Impersonation impersonation)
    {
        using var client = new ApiClient(TestClient.Settings(sandbox.Server) with { Impersonation = impersonation.Check("It") });
        var response = await client.SendForBytesAsync(
            new ApiRequest(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews")
            {
                RepeatSafety = RepeatSafety.Safe,
                Body = """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"""u8.ToArray(),
            },
            default);
        return System.Text.Json.JsonDocument.Parse(response).RootElement.GetProperty("status").GetProperty("userInfo");
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(params (string Key, string[] Values)[] entries) =>
        entries.ToDictionary(e => e.Key, IReadOnlyList<string> (e) => e.Values);
}
