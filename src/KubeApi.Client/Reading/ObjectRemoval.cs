using System.Diagnostics;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Waits for deleted objects to disappear.</summary>
public static class ObjectRemoval
{
    /// <summary>Waits until an object is deleted, or another one has its name.</summary>
    /// <param name="client">The server.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="uid">The uid of the object; null for any object of that name.</param>
    /// <param name="limit">The time-out; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the object is deleted; false after the time-out.</returns>
    /// <exception cref="KubeApiException">The object cannot be read.</exception>
    public static async Task<bool> WaitAsync(
        ApiClient client, ApiResource resource, string? @namespace, string name, string? uid, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pause = 100; ; pause = Math.Min(2 * pause, 2000))
        {
            var metadata = await MetadataReader.ReadAsync(client, resource, @namespace, name, cancellationToken).ConfigureAwait(false);
            if (metadata is null || (uid is not null && metadata["uid"]?.ToString() != uid))
            {
                return true;
            }

            if (limit is { } longest && Stopwatch.GetElapsedTime(started) >= longest)
            {
                return false;
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
