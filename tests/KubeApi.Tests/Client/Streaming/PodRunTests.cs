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
        var target = new CommandTarget(client, "default", "run-1", "run", this);
        CommandResult? result = null;

        await foreach (var piece in new PodRun(
            target, "busybox", ["sh", "-c", "exit 0"], null, (new RecordedLogObserver(), new WatchedState()), TimeProvider.System).RunAsync())
        {
            result = piece.Result ?? result;
        }

        Assert.Equal((0, 2), (result?.ExitCode, deletions));
        Assert.Null(await MetadataReader.ReadAsync(client, PodRequests.Pods, "default", "run-1", default));
    }
}
