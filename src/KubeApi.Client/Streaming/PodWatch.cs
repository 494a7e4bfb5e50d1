using System.Runtime.CompilerServices;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;

namespace KubeApi.Client.Streaming;

/// <summary>Watches pods, and reads their state.</summary>
internal static class PodWatch
{
    /// <summary>The pods that exist, then each change. The state of a deleted pod is null.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="options">Selects the pods.</param>
    /// <param name="observer">Receives events of the watch.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    public static async IAsyncEnumerable<WatchEvent<PodState>> RunAsync(
        ApiClient client, string @namespace, ListOptions options, IWatchObserver observer, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = ObjectWatch.RunAsync(client, PodRequests.Pods, @namespace, options, marksLists: false, observer, clock, cancellationToken);
        await foreach (var e in events.ConfigureAwait(false))
        {
            var item = e.Item;
            var pod = e.Type == WatchEventType.Deleted || item.Value.Json is null ? null : PodState.Read(item.Value.Json);
            yield return new WatchEvent<PodState>(e.Type, new WatchedObject<PodState>(item.Key, item.Uid, item.Version, pod));
        }
    }

    /// <summary>The state of one pod, likewise.</summary>
    public static async IAsyncEnumerable<PodState?> OfNameAsync(
        ApiClient client, string @namespace, string name, IWatchObserver observer, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new ListOptions { FieldSelector = FieldValue.SelectName(name) };
        await foreach (var e in RunAsync(client, @namespace, options, observer, clock, cancellationToken).ConfigureAwait(false))
        {
            yield return e.Item.Value;
        }
    }
}
