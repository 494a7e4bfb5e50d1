using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Opens a watch, and ends it when its time is up or the server stops.</summary>
internal sealed class WatchVerb(Cluster cluster) : IVerb
{
    // As the real server's: somewhere between half an hour and an hour.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(45);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireStream(api.Http.Request);
        var form = ResponseWriter.FormOf(api.Http, type);
        form.RequireOne();
        var writer = new WatchWriter(api.Http, form, cluster.WatchesOf(api.Http.Request));
        var options = ListOptions.Parse(type, api);
        api.Http.Response.StatusCode = 200;
        api.Http.Response.ContentType = "application/json";
        await api.Http.Response.StartAsync(api.Aborted);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(api.Aborted, cluster.Stopping);
        ending.CancelAfter(options.Timeout ?? s_longest);
        try
        {
            await new WatchFollower(cluster, type, options, writer).FollowAsync(ending.Token);
        }
        catch (EndOfStreamException)
        {
            // It was told to end before its time.
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !api.Aborted.IsCancellationRequested)
        {
            // The time is up, or the server stops: the answer ends like any other.
            // The last one comes two seconds before the end, and not a second time.
            var isShort = options.Timeout <= TimeSpan.FromSeconds(2) && writer.HasBookmarked;
            if (options.AllowBookmarks && !isShort && !cluster.Stopping.IsCancellationRequested)
            {
                await writer.BookmarkAsync(cluster.Store.Version, endsInitialEvents: false);
            }
        }
    }
}
