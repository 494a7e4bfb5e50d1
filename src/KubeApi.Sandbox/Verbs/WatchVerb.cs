using System.Globalization;
using System.Text;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Follows the history of a resource. A watch holds only its place in that history, so that slow readers cost nothing.</summary>
internal sealed class WatchVerb(Cluster cluster) : IVerb
{
    // As the real server's: somewhere between half an hour and an hour.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(45);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var options = ListOptions.Parse(type, api);
        api.Http.Response.StatusCode = 200;
        api.Http.Response.ContentType = "application/json";
        await api.Http.Response.StartAsync(api.Aborted);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(api.Aborted, cluster.Stopping);
        ending.CancelAfter(options.Timeout ?? s_longest);
        try
        {
            await FollowAsync(api.Http, type, options, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !api.Aborted.IsCancellationRequested)
        {
            // The time is up, or the server stops: the answer ends like any other.
            if (options.AllowBookmarks && !cluster.Stopping.IsCancellationRequested)
            {
                await WriteAsync(api.Http, "BOOKMARK", Bookmark(type, cluster.Store.Version, false), api.Aborted);
            }
        }
    }

    private async Task FollowAsync(HttpContext context, ResourceType type, ListOptions options, CancellationToken ending)
    {
        var from = options.Version is > 0 and var version && options.SendInitialEvents is null
            ? version
            : await SendInitialAsync(context, type, options, ending);
        var (sequence, floor) = cluster.Store.WatchAfter(type, from);
        await context.Response.Body.FlushAsync(ending);
        var nextBookmark = cluster.Time.GetUtcNow() + cluster.Options.BookmarkInterval;
        while (true)
        {
            var batch = sequence is { } place ? cluster.Store.EventsFrom(type, place) : null;
            if (batch?.Events is not { } events)
            {
                await WriteAsync(context, "ERROR", StatusAnswers.WatchExpired(from, floor).ToBytes(), ending);
                return;
            }

            foreach (var change in events)
            {
                if (change.Version > from)
                {
                    await SendAsync(context, type, options, change, ending);
                }
            }

            sequence += events.Count;
            var wait = batch.Changed;
            if (options.AllowBookmarks)
            {
                var rest = nextBookmark - cluster.Time.GetUtcNow();
                if (rest <= TimeSpan.Zero)
                {
                    await WriteAsync(context, "BOOKMARK", Bookmark(type, batch.Version, false), ending);
                    rest = cluster.Options.BookmarkInterval;
                    nextBookmark = cluster.Time.GetUtcNow() + rest;
                }

                wait = Task.WhenAny(wait, Task.Delay(rest, cluster.Time, ending));
            }

            await wait.WaitAsync(ending);
        }
    }

    /// <summary>Sends what is there as ADDED, and returns the version it was read at.</summary>
    private async Task<long> SendInitialAsync(HttpContext context, ResourceType type, ListOptions options, CancellationToken ending)
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
                await WriteAsync(context, "ADDED", [.. type.Head, .. value.Json.AsSpan(1)], ending);
            }
        }

        if (options is { SendInitialEvents: true, AllowBookmarks: true })
        {
            await WriteAsync(context, "BOOKMARK", Bookmark(type, snapshot.Version, true), ending);
        }

        return snapshot.Version;
    }

    // To a selector, an object that begins to match is added, and one that ceases to match is deleted, in its last matching state.
    private static async Task SendAsync(HttpContext context, ResourceType type, ListOptions options, StoreEvent change, CancellationToken ending)
    {
        if (!options.IsInNamespace(change.Object))
        {
            return;
        }

        var before = change.Previous is not null && options.Matches(change.Previous);
        var after = change.Type != StoreEventType.Deleted && options.Matches(change.Object);
        if (!before && !after)
        {
            return;
        }

        var name = after ? before ? "MODIFIED" : "ADDED" : "DELETED";
        var json = name == "DELETED" && change.Type != StoreEventType.Deleted ? WithVersion(change.Previous!, change.Version) : change.Object.Json;
        await WriteAsync(context, name, [.. type.Head, .. json.AsSpan(1)], ending);
    }

    private static byte[] WithVersion(StoredObject value, long version)
    {
        var node = value.ToNode();
        node.Set("metadata.resourceVersion", version.ToString(CultureInfo.InvariantCulture));
        return ObjectJson.ToBytes(node);
    }

    private static byte[] Bookmark(ResourceType type, long version, bool endsInitialEvents)
    {
        var annotations = endsInitialEvents ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        return [.. type.Head, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"metadata\":{{\"resourceVersion\":\"{version}\"{annotations}}}}}"))];
    }

    private static async Task WriteAsync(HttpContext context, string type, byte[] json, CancellationToken ending)
    {
        await context.Response.Body.WriteAsync((byte[])[.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(type), .. "\",\"object\":"u8, .. json, .. "}\n"u8], ending);
        await context.Response.Body.FlushAsync(ending);
    }
}
