using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>The commands of a copy in a container that does not run, for which servers return a 500.</summary>
public sealed class ExecStarterTests
{
    [Theory]
    [InlineData("{\"waiting\":{\"reason\":\"CrashLoopBackOff\",\"message\":\"back-off 10s.\"}}", "waiting (CrashLoopBackOff: back-off 10s).")]
    [InlineData("{\"terminated\":{\"exitCode\":3,\"reason\":\"Error\"}}", "ended with exit code 3 (Error).")]
    public async Task A_refusal_is_explained_by_the_state_of_the_container(string state, string expected)
    {
        await using var server = new RawServer(head =>
        {
            var isExec = head.Contains("/exec?", StringComparison.Ordinal);
            var body = isExec
                ? """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"container not found (\"app\")","code":500}"""
                : $$$"""
                    {"metadata":{"name":"web-1","namespace":"shop"},"spec":{"containers":[{"name":"app"}]},
                    "status":{"phase":"Running","containerStatuses":[{"name":"app","state":{{{state}}}}]}}
                    """;
            return $"HTTP/1.1 {(isExec ? 500 : 200)} x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        });
        using var client = new ApiClient(
            new ConnectionSettings { Server = server.Uri, Name = "test", Source = "test", Credential = new AnonymousCredential("nothing") });
        var starter = new ExecStarter(new CommandTarget(client, "shop", "web-1", "app", "test"));

        var e = await Assert.ThrowsAsync<KubeApiException>(() => starter.StartAsync(["tar"], hasInput: false, default));

        Assert.Equal(
            (FailureKind.ContainerNotRunning, $"The container 'app' of the pod 'web-1' is not running: {expected}"), (e.Failure, e.Message));
    }
}
