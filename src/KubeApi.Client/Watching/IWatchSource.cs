
namespace KubeApi.Client.Watching;

/// <summary>The requests of a watch, for <see cref="ResourceWatcher{T}"/>. A failure is a <c>KubeApiException</c>.</summary>
internal interface IWatchSource<T>
{
    /// <summary>Lists all objects: each as Added, then a bookmark with the list's version.</summary>
    /// <param name="inPages">Whether the list may come in pages; a list in one page cannot expire between two pages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    IAsyncEnumerable<WatchSignal<T>> ListAsync(bool inPages, CancellationToken cancellationToken);

    /// <summary>Watches from a version on, until the server ends the response.</summary>
    /// <param name="version">The version; empty to begin with the objects that exist.</param>
    /// <param name="timeout">When the server is to end the response.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    IAsyncEnumerable<WatchSignal<T>> WatchAsync(string version, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Reads the current version of the resource type, by a list of one object's metadata; empty if the server sends none.</summary>
    Task<string> ReadVersionAsync(CancellationToken cancellationToken);
}
