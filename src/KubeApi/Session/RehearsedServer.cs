using System.Net;
using System.Net.Http.Headers;

namespace KubeApi.Session;

/// <summary>Answers as a server with one pod would.</summary>
internal sealed class RehearsedServer : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new ByteArrayContent(Answer(request.RequestUri!.AbsolutePath).ToArray());
        answer.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        // As if it had to be waited for: that compiles what goes on after a wait.
        await Task.Yield();
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = answer };
    }

    private static ReadOnlySpan<byte> Answer(string path) => path switch
    {
        "/version" => """{"gitVersion":"v1.36.0"}"""u8,
        "/api" => """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","resources":[{"resource":"pods",
            "responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod","verbs":["get","list"],"shortNames":["po"]}]}]}]}
            """u8,
        "/apis" => """{"kind":"APIGroupDiscoveryList","items":[]}"""u8,
        "/api/v1/namespaces/default/pods" => """{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a"},"spec":{"replicas":1},"status":{}}]}"""u8,
        _ => """{"status":{"userInfo":{"username":"rehearsal","groups":[]}}}"""u8,
    };
}
