using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>The Accept-Encoding header of requests.</summary>
public sealed class CompressionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://distant.example:8080", "", true)]
    [InlineData("http://10.0.0.1", "", true)]
    [InlineData("http://distant.example:8080", ", disable-compression: false", true)]
    [InlineData("http://distant.example:8080", ", disable-compression: true", false)]
    [InlineData("http://127.0.0.1:8001", "", false)]
    [InlineData("http://127.0.0.1:8001", ", disable-compression: false", false)]
    [InlineData("http://localhost:8001", "", false)]
    [InlineData("http://[::1]:8001", "", false)]
    public async Task Gzip_is_requested_from_remote_servers_unless_the_kubeconfig_disables_it(string server, string more, bool isAskedFor)
    {
        var settings = Settings(server, more);
        using var connection = new RecordedConnection();
        using var transport = HttpPipeline.Transport(settings, null);
        transport.ConnectCallback = (_, _) => new ValueTask<Stream>(connection);
        using var invoker = new HttpMessageInvoker(transport);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.Server);

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal(
            isAskedFor ? ["Accept-Encoding: gzip"] : [],
            connection.Sent.Split("\r\n").Where(l => l.StartsWith("Accept-Encoding", StringComparison.OrdinalIgnoreCase)));
    }

    private ConnectionSettings Settings(string server, string more)
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(
            file,
            $$"""
            current-context: x
            clusters: [{ name: x, cluster: { server: "{{server}}"{{more}} } }]
            contexts: [{ name: x, context: { cluster: x } }]
            """);
        var machine = Machine.With(_folder, ("KUBECONFIG", file));
        return KubeConfigResolver.Resolve(new KubeConfigReader(YamlLoader.CreateReader(), machine).ReadDefault()!, machine, "x");
    }
}
