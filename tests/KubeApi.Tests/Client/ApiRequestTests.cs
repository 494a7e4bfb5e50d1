using System.Text;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class ApiRequestTests
{
    [Theory]
    [InlineData("https://host:6443", "https://host:6443/api/v1/pods?limit=1")]
    [InlineData("https://host/k8s/clusters/c-1", "https://host/k8s/clusters/c-1/api/v1/pods?limit=1")]
    [InlineData("https://host/k8s/clusters/c-1/", "https://host/k8s/clusters/c-1/api/v1/pods?limit=1")]
    [InlineData("https://[::1]:6443/", "https://[::1]:6443/api/v1/pods?limit=1")]
    public void The_path_is_appended_to_the_path_of_the_server(string server, string expected) =>
        Assert.Equal(expected, ApiRequest.Get("/api/v1/pods?limit=1").ToMessage(new Uri(server)).RequestUri!.AbsoluteUri);

    [Theory]
    [InlineData("@evil.example/")]
    [InlineData(":1@evil.example/")]
    [InlineData(".evil.example/")]
    public void A_path_that_leads_to_another_server_is_refused(string path) =>
        Assert.ThrowsAny<Exception>(() => ApiRequest.Get(path).ToMessage(new Uri("https://host")));

    [Fact]
    public async Task The_message_has_the_method_headers_and_body_of_the_request()
    {
        var request = new ApiRequest(HttpMethod.Patch, "/x")
        {
            RepeatSafety = RepeatSafety.Never,
            Accept = "text/plain",
            Body = Encoding.UTF8.GetBytes("{}"),
            ContentType = MediaTypes.MergePatch,
            Headers = new Dictionary<string, string> { ["X-One"] = "1" },
        };

        var message = request.ToMessage(new Uri("https://host"));

        Assert.Equal("PATCH https://host/x", $"{message.Method} {message.RequestUri}");
        Assert.Equal("Accept: text/plain\nX-One: 1\n", message.Headers.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("application/merge-patch+json", message.Content!.Headers.ContentType!.ToString());
        Assert.Equal("{}", await message.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Authorization", "Bearer secret-1")]
    [InlineData("authorization", "secret-1")]
    [InlineData("Host", "secret-1")]
    [InlineData("Content-Type", "secret-1")]
    [InlineData("Last-Modified", "secret-1")]
    [InlineData("X-Token", "secret-1\r\nX-Evil: 1")]
    [InlineData("X Token", "secret-1")]
    [InlineData("", "secret-1")]
    public void A_refused_header_is_not_quoted(string name, string value)
    {
        var request = ApiRequest.Get("/") with { Headers = new Dictionary<string, string> { [name] = value } };

        var e = Assert.Throws<ArgumentException>(() => request.ToMessage(new Uri("https://host")));

        Assert.DoesNotContain("secret-1", e.ToString(), StringComparison.Ordinal);
    }
}
