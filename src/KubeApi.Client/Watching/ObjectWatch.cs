using System.Runtime.CompilerServices;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Watching;

/// <summary>Watches the objects of a resource type.</summary>
public static class ObjectWatch
{
    /// <summary>The existing objects, as added, then each change as it arrives. It ends only with its cancellation or a failure.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for all, and for cluster-scoped types.</param>
    /// <param name="options">Selectors, page size and representation.</param>
    /// <param name="marksLists">Also reports the end of each list.</param>
    /// <param name="observer">Receives events other than changes.</param>
    /// <param name="clock">Measures pauses and time-outs.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <exception cref="KubeApiException">
    /// The first list failed, or is empty because its namespace does not exist; or the watch was refused, or its resource type is no longer served.
    /// </exception>
    public static async IAsyncEnumerable<WatchEvent<ListItem>> RunAsync(
        ApiClient client,
        ApiResource resource,
        string? @namespace,
        ListOptions options,
        bool marksLists,
        IWatchObserver observer,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var watcher = new ResourceWatcher<ListItem>(new ResourceWatchSource(client, resource, @namespace, options), observer, clock, Random.Shared);
        var isFirstList = true;
        await foreach (var e in watcher.RunAsync(marksLists: true, cancellationToken).ConfigureAwait(false))
        {
            if (!e.EndsList)
            {
                yield return e;
                continue;
            }

            // The server lists no objects of a missing namespace, and would never report any.
            if (isFirstList && e.IsEmpty && @namespace is not null
                && await NamespaceLookup.FindFaultAsync(client, resource, @namespace, cancellationToken).ConfigureAwait(false) is { } missing)
            {
                throw missing;
            }

            isFirstList = false;
            if (marksLists)
            {
                yield return e;
            }
        }
    }

    /// <summary>
    /// Likewise, and reports the end of each list. If the watch is forbidden, the objects are listed every two seconds instead; if the list is
    /// forbidden too, each of the named objects is read.
    /// </summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for all, and for cluster-scoped types.</param>
    /// <param name="options">Selectors, page size and representation.</param>
    /// <param name="names">The names of the objects that matter; empty for all.</param>
    /// <param name="observer">Receives events other than changes.</param>
    /// <param name="clock">Measures pauses and time-outs.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <exception cref="KubeApiException">The first list failed; or the objects may not be read at all, or their resource type is no longer served.</exception>
    public static IAsyncEnumerable<WatchEvent<ListItem>> FollowAsync(
        ApiClient client,
        ApiResource resource,
        string? @namespace,
        ListOptions options,
        IReadOnlyList<string> names,
        IWatchObserver observer,
        TimeProvider clock,
        CancellationToken cancellationToken = default)
    {
        var watched = new ResourceWatchSource(client, resource, @namespace, options);
        // A name without its namespace cannot be read.
        var named = resource.Namespaced && @namespace is null ? [] : names;
        var reads = named.Select<string, Func<CancellationToken, Task<WatchedObject<ListItem>>>>(n => token => ReadAsync(n, token));
        var source = new PollingWatchSource<ListItem>(watched, reads, observer, clock);
        return new ResourceWatcher<ListItem>(source, source, clock, Random.Shared).RunAsync(marksLists: true, cancellationToken: cancellationToken);

        async Task<WatchedObject<ListItem>> ReadAsync(string name, CancellationToken token)
        {
            var request = ResourceRequests.Get(resource, @namespace, name, options);
            return WatchEventReader.Identify(await ObjectReader.GetItemAsync(client, request, token).ConfigureAwait(false));
        }
    }
}
