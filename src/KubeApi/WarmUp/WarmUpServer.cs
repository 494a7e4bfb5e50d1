using System.Net;
using System.Net.Http.Headers;

namespace KubeApi.WarmUp;

/// <summary>A server with one pod, without a network.</summary>
internal sealed class WarmUpServer : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = new ByteArrayContent(Body(request.RequestUri!.AbsolutePath).ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        // An asynchronous response compiles the code behind each await.
        await Task.Yield();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = body };
    }

    private static ReadOnlySpan<byte> Body(string path) => path switch
    {
        "/version" => """{"gitVersion":"v1.36.0"}"""u8,
        "/api" => """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","resources":[{"resource":"pods",
            "responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod","verbs":["get","list"],"shortNames":["po"]}]}]}]}
            """u8,
        "/apis" => """{"kind":"APIGroupDiscoveryList","items":[]}"""u8,
        "/api/v1/namespaces/default/pods" => """
            {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"1"},"columnDefinitions":[
            {"name":"Name","type":"string","format":"name","description":"The name","priority":0},{"name":"Age","type":"string","priority":0}],"rows":[
            {"cells":["a","1s"],"object":{"metadata":{"name":"a","creationTimestamp":"2026-01-01T00:00:00Z"},"spec":{"replicas":1},"status":{}}}]}
            """u8,
        _ => """{"status":{"userInfo":{"username":"warm-up","groups":[]}}}"""u8,
    };
}
