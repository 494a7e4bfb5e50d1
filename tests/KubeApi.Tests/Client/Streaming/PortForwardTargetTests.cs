using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>The ports of pods and services, by number and by name, as kubectl port-forward finds them.</summary>
public sealed class PortForwardTargetTests
{
    private const string Pod = """
        {"metadata":{"name":"web-1","namespace":"shop"},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]},"spec":{"containers":[
        {"name":"a","ports":[{"containerPort":53,"name":"dns","protocol":"UDP"},{"containerPort":8080,"name":"http"}]},
        {"name":"b","ports":[{"containerPort":9090,"name":"metrics","protocol":"TCP"}]}]}}
        """;

    private const string Service = """
        {"metadata":{"name":"web"},"spec":{"clusterIP":"ADDRESS","selector":{"app":"web"},"ports":[{"port":80,"name":"main","targetPort":"http"},
        {"port":81,"targetPort":9000},{"port":82},{"port":53,"name":"dns","protocol":"UDP"}]}}
        """;

    [Theory]
    [InlineData("8080", 8080)]
    [InlineData("http", 8080)]
    [InlineData("metrics", 9090)]
    [InlineData("dns", null)]
    [InlineData("none", null)]
    public async Task A_pod_port_is_resolved(string port, int? expected)
    {
        await using var server = Serve("10.0.0.1");
        using var client = Client(server);

        await AssertAsync(new PortForwardTarget(client, "shop", "web-1", port) { Pod = "web-1" }, expected, expected, "http (8080), metrics (9090)");
        await AssertAsync(
            new PortForwardTarget(client, "shop", "Deployment/web", port) { LabelSelector = "app=web" }, expected, expected, "http (8080), metrics (9090)");
    }

    [Theory]
    [InlineData("80", 8080, 80)]
    [InlineData("main", 8080, 80)]
    [InlineData("81", 9000, 81)]
    [InlineData("82", 82, 82)]
    [InlineData("8080", null, null)]
    [InlineData("dns", null, null)]
    public async Task A_service_port_is_resolved(string port, int? expected, int? shown)
    {
        await using var server = Serve("10.0.0.1");
        using var client = Client(server);

        await AssertAsync(new PortForwardTarget(client, "shop", "Service/web", port) { Service = "web" }, expected, shown, "main (80), 81, 82");
    }

    [Theory]
    [InlineData("StatefulSet", true)]
    [InlineData("ReplicaSet", false)]
    public async Task A_pod_of_a_StatefulSet_is_replaced_by_one_of_its_name(string owner, bool expected)
    {
        var pod = Pod.Replace("\"namespace\"", $$"""
            "ownerReferences":[{"kind":"{{owner}}"}],"namespace"
            """, StringComparison.Ordinal);
        await using var server = Serve("", pod);
        using var client = Client(server);

        var place = await new PortForwardTarget(client, "shop", "Pod/web-1", "8080") { Pod = "web-1" }.FindAsync(default);

        Assert.Equal(expected, place.IsReplaced);
    }

    [Fact]
    public async Task A_port_of_a_headless_service_is_a_pod_port()
    {
        await using var server = Serve("None");
        using var client = Client(server);

        await AssertAsync(new PortForwardTarget(client, "shop", "Service/web", "81") { Service = "web" }, 81, 81, "");
    }

    private static async Task AssertAsync(PortForwardTarget target, int? expected, int? shown, string existing)
    {
        if (expected is { } number)
        {
            var place = await target.FindAsync(default);
            Assert.Equal(("web-1", number, shown!.Value), (place.Pod, place.Port, place.ShownPort));
            return;
        }

        var e = await Assert.ThrowsAsync<KubeApiException>(() => target.FindAsync(default));
        Assert.Equal(FailureKind.PortNotFound, e.Failure);
        Assert.EndsWith($"has no TCP port '{target.Port}'. It has: {existing}.", e.Message, StringComparison.Ordinal);
    }

    private static RawServer Serve(string clusterIP, string pod = Pod) => new(head =>
    {
        var body = head.Contains("/services/", StringComparison.Ordinal) ? Service.Replace("ADDRESS", clusterIP, StringComparison.Ordinal)
            : head.Contains("/pods/", StringComparison.Ordinal) ? pod
            : $$"""{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{{pod}}]}""";
        return $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    });

    private static ApiClient Client(RawServer server) =>
        new(new ConnectionSettings { Server = server.Uri, Name = "test", Source = "test", Credential = new AnonymousCredential("nothing") });
}
