using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Follows the history of a resource. It holds only its place in that history, so that slow readers cost nothing.</summary>
internal sealed class WatchFollower(Cluster cluster, ResourceType type, ListOptions options, WatchWriter writer)
{
    /// <summary>Sends what happens until it is cancelled, or until history or the resource is gone.</summary>
    public async Task FollowAsync(CancellationToken ending)
    {
        var from = options.Version is > 0 and var version && options.SendInitialEvents is null ? version : await SendInitialAsync(ending);
        var (place, floor) = cluster.Store.WatchAfter(type, from);
        if (options.IsExpired && options.Version is > 0)
        {
            (place, floor) = (null, cluster.Store.Version);
        }

        // A definition that went before there was a place to be told of it.
        if (cluster.Catalog.Find(type.Group, type.Version, type.Resource) is null)
        {
            return;
        }

        await writer.FlushAsync();
        var nextBookmark = cluster.Time.GetUtcNow() + cluster.Options.BookmarkInterval;
        while (true)
        {
            var batch = place is null ? null : cluster.Store.EventsFrom(place);
            if (batch?.Events is not { } events)
            {
                await writer.ErrorAsync(ApiErrors.WatchExpired(from, floor));
                return;
            }

            foreach (var change in events)
            {
                ending.ThrowIfCancellationRequested();
                if (change.Version > from)
                {
                    await SendAsync(change);
                }
            }

            if (batch.IsLast)
            {
                return;
            }

            place = place! with { Sequence = place.Sequence + events.Count };
            var wait = batch.Changed;
            if (options.AllowBookmarks)
            {
                var rest = nextBookmark - cluster.Time.GetUtcNow();
                if (rest <= TimeSpan.Zero)
                {
                    await writer.BookmarkAsync(batch.Version, endsInitialEvents: false);
                    rest = cluster.Options.BookmarkInterval;
                    nextBookmark = cluster.Time.GetUtcNow() + rest;
                }

                wait = Task.WhenAny(wait, Task.Delay(rest, cluster.Time, ending));
            }

            await wait.WaitAsync(ending);
        }
    }

    /// <summary>Sends what is there as ADDED, and returns the version it was read at.</summary>
    private async Task<long> SendInitialAsync(CancellationToken ending)
    {
        var snapshot = cluster.Store.Snapshot(type);
        if (options.SendInitialEvents is false)
        {
            return snapshot.Version;
        }

        var (start, end) = snapshot.Range(options.Namespace);
        for (var index = start; index < end; index++)
        {
            var value = snapshot.Objects[index];
            if (options.Matches(value))
            {
                ending.ThrowIfCancellationRequested();
                await writer.ObjectAsync("ADDED", value.Json);
            }
        }

        // Also to who has not asked for them, the end of what is there is told.
        if (options is { AllowBookmarks: true } and ({ SendInitialEvents: true } or { SendInitialEvents: null }))
        {
            await writer.BookmarkAsync(snapshot.Version, endsInitialEvents: true);
        }

        return snapshot.Version;
    }

    // To a selector, an object that begins to match is added, and one that ceases to match is deleted, in its last matching state.
    private async Task SendAsync(StoreEvent change)
    {
        if (!options.IsInNamespace(change.Object))
        {
            return;
        }

        var before = change.Previous is not null && options.Matches(change.Previous);
        var after = change.Type != StoreEventType.Deleted && options.Matches(change.Object);
        if (before || after)
        {
            var name = after ? before ? "MODIFIED" : "ADDED" : "DELETED";
            var json = name == "DELETED" && change.Type != StoreEventType.Deleted ? change.Previous!.WithVersion(change.Version).Json : change.Object.Json;
            await writer.ObjectAsync(name, json);
        }
    }
}
