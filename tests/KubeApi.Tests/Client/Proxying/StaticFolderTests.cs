using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>The static files that are served besides the API.</summary>
public sealed class StaticFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-static").FullName;

    public StaticFolderTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "www", "sub"));
        File.WriteAllText(Path.Combine(_folder, "secret.txt"), "secret");
        File.WriteAllText(Path.Combine(_folder, "www", "index.html"), "<p>hello");
        File.WriteAllText(Path.Combine(_folder, "www", "sub", "a b.js"), "1");
        File.WriteAllText(Path.Combine(_folder, "www", ".hidden"), "hidden");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "index.html")]
    [InlineData("index.html", "index.html")]
    [InlineData("sub/a%20b.js", "sub/a b.js")]
    [InlineData("sub", null)]
    [InlineData("nosuch", null)]
    [InlineData(".hidden", null)]
    [InlineData("../secret.txt", null)]
    [InlineData("%2e%2e/secret.txt", null)]
    [InlineData("..%2fsecret.txt", null)]
    [InlineData("..%5csecret.txt", null)]
    public void Only_files_of_the_folder_are_found(string path, string? expected) => Assert.Equal(
        expected is null ? null : Path.Combine(_folder, "www", expected), new StaticFolder(Path.Combine(_folder, "www")).Find(path));

    [UnixFact]
    public void A_link_is_not_followed()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "www", "link.txt"), Path.Combine(_folder, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "www", "up"), _folder);
        var files = new StaticFolder(Path.Combine(_folder, "www"));

        Assert.Null(files.Find("link.txt"));
        Assert.Null(files.Find("up/secret.txt"));
    }

    [Theory]
    [InlineData("GET /static/ HTTP/1.1", "<p>hello")]
    [InlineData("GET /static/index.html?v=1 HTTP/1.1", "<p>hello")]
    [InlineData("HEAD /static/ HTTP/1.1", "Content-Length: 8\r\n")]
    [InlineData("GET /static/nosuch HTTP/1.1", "404")]
    [InlineData("POST /static/ HTTP/1.1", "405")]
    [InlineData("GET /static/../x HTTP/1.1", "400")]
    [InlineData("GET /k8s/api/v1?a=%20 HTTP/1.1", "from server")]
    [InlineData("GET /api/v1 HTTP/1.1", "404")]
    public async Task The_API_and_the_files_have_separate_prefixes(string request, string expected)
    {
        await using var server = UpstreamServer.Responding("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nfrom server");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions { ApiPrefix = "/k8s", StaticPath = Path.Combine(_folder, "www") });

        var response = await ProxyCaller.ExchangeAsync(proxy, $"{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Contains(expected, response, StringComparison.Ordinal);
        Assert.All(server.Heads, head => Assert.StartsWith("GET /base/api/v1?a=%20 HTTP/1.1", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_forbidden()
    {
        await using var server = UpstreamServer.Responding("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions { ApiPrefix = "/k8s", StaticPath = Path.Combine(_folder, "www") });
        using var held = new FileStream(Path.Combine(_folder, "www", "index.html"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var response = await ProxyCaller.ExchangeAsync(proxy, "GET /static/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 Forbidden", response, StringComparison.Ordinal);
        Assert.Contains(" cannot be read.", response, StringComparison.Ordinal);
    }
}
