using System.Diagnostics;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;

namespace KubeApi.Operations;

/// <summary>An object that is being deleted. Its time limit starts with this instance.</summary>
/// <param name="target">The object.</param>
/// <param name="uid">Its uid: another object of its name ends the wait.</param>
/// <param name="removed">Returns the object as it was.</param>
internal sealed class AwaitedRemoval(ObjectTarget target, string? uid, Func<object?> removed)
{
    private readonly long _since = Stopwatch.GetTimestamp();

    public ObjectTarget Target => target;

    public Func<object?> Removed => removed;

    /// <summary>Waits until it is gone.</summary>
    /// <returns>True.</returns>
    /// <exception cref="KubeApiException">The time limit has passed.</exception>
    public async Task<bool> WaitAsync(ApiClient client, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var left = limit - Stopwatch.GetElapsedTime(_since);
        return await ObjectRemoval.WaitAsync(client, target.Type, target.Namespace, target.Name, uid, left, cancellationToken).ConfigureAwait(false)
            ? true
            : throw new KubeApiException(FailureKind.Timeout, $"{target} is being deleted, but still exists after {limit!.Value.TotalSeconds:0.#} seconds.")
            {
                RecommendedAction = "metadata.finalizers lists what blocks the deletion; a pod may use its whole grace period.",
            };
    }
}
