using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Follows the history of a resource. It keeps only its position in the history, so slow readers cost nothing.</summary>
internal sealed class WatchFollower(
    ObjectStore store, ResourceCatalog catalog, SandboxClock clock, TimeSpan bookmarks, ResourceType type, ListOptions options, WatchWriter writer)
{
    /// <summary>Sends events until it is canceled, or until the history has expired or the resource is deleted.</summary>
    public async Task FollowAsync(CancellationToken ending)
    {
        var from = options.Version is > 0 and var version && options.SendInitialEvents is null ? version : await SendInitialAsync(ending);
        var (place, floor) = store.WatchAfter(type, from);
        if (options.IsExpired && options.Version is > 0)
        {
            (place, floor) = (null, store.Version);
        }

        // The definition was deleted before the watch had a position.
        if (catalog.Find(type.Group, type.Version, type.Resource) is null)
        {
            return;
        }

        await writer.FlushAsync();
        var nextBookmark = clock.GetUtcNow() + bookmarks;
        while (true)
        {
            var batch = place is null ? null : store.EventsFrom(place);
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
                var rest = nextBookmark - clock.GetUtcNow();
                if (rest <= TimeSpan.Zero)
                {
                    await writer.BookmarkAsync(batch.Version, endsInitialEvents: false);
                    rest = bookmarks;
                    nextBookmark = clock.GetUtcNow() + rest;
                }

                wait = Task.WhenAny(wait, Task.Delay(rest, clock, ending));
            }

            await wait.WaitAsync(ending);
        }
    }

    /// <summary>Sends the existing objects as ADDED, and returns their version.</summary>
    private async Task<long> SendInitialAsync(CancellationToken ending)
    {
        var snapshot = store.Snapshot(type);
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

        // The end of the initial events is sent even without requested bookmarks.
        if (options is { AllowBookmarks: true } and ({ SendInitialEvents: true } or { SendInitialEvents: null }))
        {
            await writer.BookmarkAsync(snapshot.Version, endsInitialEvents: true);
        }

        return snapshot.Version;
    }

    // With a selector, an object that starts to match is ADDED, and one that stops matching is DELETED, in its last matching state.
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
