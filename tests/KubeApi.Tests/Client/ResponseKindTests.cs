using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

/// <summary>Single reads whose response is not the requested object.</summary>
public sealed class ResponseKindTests
{
    private const string Table =
        """{"kind":"Table","apiVersion":"meta.k8s.io/v1","columnDefinitions":[],"rows":[{"cells":[],"object":{"kind":"KIND","metadata":{"name":"a"}}}]}""";

    [Theory]
    [InlineData("""{"kind":"Status","apiVersion":"v1","status":"Success"}""", "is a Status, not a Pod")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"a"},"kind":"Ingress"}""", "is an Ingress, not a Pod")]
    [InlineData(Table, "is a KIND, not a Pod")]
    public async Task Another_kind_is_not_the_object(string body, string fault)
    {
        await using var server = Server(body);
        using var client = Client(server);
        var request = Get(Representation.Table);
        Func<Task>[] reads =
        [
            () => ObjectReader.GetItemAsync(client, request, default), () => client.SendForJsonAsync(Get(Representation.Object), default),
            () => ObjectReader.GetAsync(client, Get(Representation.Object), default),
        ];

        foreach (var read in body == Table ? reads[..1] : reads)
        {
            var e = await Assert.ThrowsAsync<KubeApiException>(read);
            Assert.Equal((FailureKind.InvalidAnswer, $"The response to the GET of /api/v1/namespaces/shop/pods/a {fault}."), (e.Failure, e.Message));
            Assert.Contains("Check the address", e.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a"}}""")]
    [InlineData("""{"kind":"PartialObjectMetadata","metadata":{"name":"a"}}""")]
    [InlineData("""{"metadata":{"name":"a"}}""")]
    [InlineData("""{"kind":null,"metadata":{"name":"a"}}""")]
    public async Task An_object_without_another_kind_is_read(string body)
    {
        await using var server = Server(body);
        using var client = Client(server);

        Assert.NotEmpty(await ObjectReader.GetAsync(client, Get(Representation.Object), default));
    }

    [Fact]
    public async Task A_page_instead_of_a_list_or_an_object_recommends_to_check_the_address()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<html>a</html>");
        using var client = Client(server);
        Func<Task>[] reads =
        [
            async () => await ObjectReader.ListAsync(client, PodRequests.Pods, "shop", new ListOptions()).GetAsyncEnumerator().MoveNextAsync(),
            () => ObjectReader.GetAsync(client, Get(Representation.Object), default),
        ];

        foreach (var read in reads)
        {
            Assert.Contains("Check the address", (await Assert.ThrowsAsync<KubeApiException>(read)).RecommendedAction, StringComparison.Ordinal);
        }
    }

    private static ApiRequest Get(Representation representation) =>
        ResourceRequests.Get(PodRequests.Pods, "shop", "a", new ListOptions { Representation = representation });

    private static RawServer Server(string body) =>
        new(_ => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static ApiClient Client(RawServer server) => new(new ConnectionSettings { Server = server.Uri, Name = "n", Source = "s" });
}
