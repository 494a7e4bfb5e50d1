using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Opens a watch, and ends it at its time-out or when the server stops.</summary>
internal sealed class WatchVerb(
    ObjectStore store, ResourceCatalog catalog, SandboxClock clock, FlowSettings flow, Lifetime lifetime, TimeSpan bookmarks) : IVerb
{
    // As in the real server: a random time between half an hour and an hour.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(45);

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireStream(api.Http.Request);
        var form = ResponseWriter.FormOf(api.Http, type);
        form.RequireOne();
        var writer = new WatchWriter(api.Http, form, flow.WatchesOf(api.Http.Request));
        var options = ListOptions.Parse(type, api);
        api.Http.Response.StatusCode = 200;
        api.Http.Response.ContentType = "application/json";
        await api.Http.Response.StartAsync(api.Aborted);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(api.Aborted, lifetime.Stopping);
        ending.CancelAfter(options.Timeout ?? s_longest);
        try
        {
            await new WatchFollower(store, catalog, clock, bookmarks, type, options, writer).FollowAsync(ending.Token);
        }
        catch (EndOfStreamException)
        {
            // Ended early by a setting.
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !api.Aborted.IsCancellationRequested)
        {
            // The time-out, or the server stops: the response ends normally. The last bookmark is sent two seconds before the end, once.
            var isShort = options.Timeout <= TimeSpan.FromSeconds(2) && writer.HasBookmarked;
            if (options.AllowBookmarks && !isShort && !lifetime.Stopping.IsCancellationRequested)
            {
                await writer.BookmarkAsync(store.Version, endsInitialEvents: false);
            }
        }
    }
}
