using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>Evicts pods in parallel. The eviction of a pod that a disruption budget protects is retried until the budget allows it.</summary>
/// <param name="client">The server.</param>
/// <param name="options">The grace period.</param>
/// <param name="clock">The clock of the time limit.</param>
/// <param name="timeout">The time limit for all of them; zero for a single attempt.</param>
public sealed class PodEvictions(ApiClient client, DeleteOptions options, TimeProvider clock, TimeSpan timeout)
{
    // kubectl's interval.
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromSeconds(5);

    /// <summary>The steps of all evictions as they happen. Each pod ends with a step that is not <see cref="EvictionState.Blocked"/>.</summary>
    /// <param name="pods">Namespace, name and uid of each pod. A pod with another uid is not evicted.</param>
    public IAsyncEnumerable<EvictionStep> RunAsync(IReadOnlyList<(string Namespace, string Name, string? Uid)> pods)
    {
        var began = clock.GetTimestamp();
        return ConcurrentMerge.MergeAsync(
            [.. pods.Select((pod, index) => EvictAsync(index, pod, began))],
            pods.Count,
            (index, e) => new EvictionStep(index, EvictionState.Failed, Failure: e));
    }

    private async IAsyncEnumerable<EvictionStep> EvictAsync(
        int index, (string Namespace, string Name, string? Uid) pod, long began, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = WriteRequests.Evict(pod.Namespace, pod.Name, options with { Uid = pod.Uid });
        var reason = "";
        while (await TryEvictAsync(request, cancellationToken).ConfigureAwait(false) is { } why)
        {
            var left = timeout - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                yield return new EvictionStep(index, EvictionState.TimedOut, why);
                yield break;
            }

            if (why != reason)
            {
                yield return new EvictionStep(index, EvictionState.Blocked, reason = why);
            }

            await Task.Delay(left < s_retryEvery ? left : s_retryEvery, clock, cancellationToken).ConfigureAwait(false);
        }

        yield return new EvictionStep(index, EvictionState.Accepted);
    }

    // Null if the pod is evicted or missing, else why the server does not allow it yet.
    private async Task<string?> TryEvictAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            _ = await client.SendForBytesAsync(request, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (KubeApiException e) when (e.StatusCode is 404 or 409)
        {
            // Another pod has its name.
            return null;
        }
        catch (KubeApiException e) when (e.StatusCode == 429)
        {
            var budget = e.Status.Causes.FirstOrDefault(c => c.Reason == "DisruptionBudget")?.Message;
            return budget is { Length: > 0 } ? budget : e.Message;
        }
    }
}
