using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Tests.Client.Watching;
using KubeApi.Tests.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Commands in new pods.</summary>
public sealed class PodRunTests : OwnSandboxTests
{
    [Fact]
    public async Task The_pod_is_removed_although_the_connection_breaks_while_it_is_deleted()
    {
        var deletions = 0;
        Server.Intercept = context =>
        {
            if (!HttpMethods.IsDelete(context.Request.Method) || Interlocked.Increment(ref deletions) > 1)
            {
                return Task.FromResult(false);
            }

            context.Abort();
            return Task.FromResult(true);
        };
        using var client = TestClient.Admin(Server);

        var result = await RunAsync(client);

        Assert.Equal((0, 2), (result?.ExitCode, deletions));
        Assert.Null(await PodAsync(client));
    }

    [Fact]
    public async Task The_pod_is_removed_although_the_server_reported_its_creation_as_failed()
    {
        using var client = TestClient.Admin(Server);
        var creations = 0;
        Server.Intercept = async context =>
        {
            if (!HttpMethods.IsPost(context.Request.Method) || Interlocked.Increment(ref creations) > 1)
            {
                return false;
            }

            // The server may create an object after it has given up the request.
            var pod = """{"metadata":{"name":"run-1"},"spec":{"containers":[{"name":"run","image":"busybox"}]}}"""u8.ToArray();
            await client.SendForBytesAsync(WriteRequests.Create(PodRequests.Pods, "default", pod, new WriteOptions()), default);
            context.Response.StatusCode = 504;
            return true;
        };

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => RunAsync(client));

        Assert.Equal(504, failure.StatusCode);
        Assert.Null(await PodAsync(client));
    }

    private static async Task<JsonObject?> PodAsync(ApiClient client) =>
        await MetadataReader.ReadAsync(client, PodRequests.Pods, "default", "run-1", default);

    private async Task<CommandResult?> RunAsync(ApiClient client)
    {
        var target = new CommandTarget(client, "default", "run-1", "run", this);
        var result = default(CommandResult);
        var run = new PodRun(target, "busybox", ["sh", "-c", "exit 0"], null, (new RecordedLogObserver(), new WatchedState()), TimeProvider.System);
        await foreach (var piece in run.RunAsync())
        {
            result = piece.Result ?? result;
        }

        return result;
    }
}
