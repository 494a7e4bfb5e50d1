using System.Runtime.CompilerServices;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>Reads the usage of pods and nodes from metrics.k8s.io.</summary>
/// <param name="client">Sends the requests.</param>
public sealed class UsageReader(ApiClient client)
{
    private const string Group = "metrics.k8s.io";

    private static readonly ApiResource s_podMetrics = ApiResource.Of(Group, "v1beta1", "pods", namespaced: true);
    private static readonly ApiResource s_nodeMetrics = ApiResource.Of(Group, "v1beta1", "nodes", namespaced: false);
    private static readonly ApiResource s_nodes = ApiResource.Of("", "v1", "nodes", namespaced: false);

    /// <summary>The reason why pods or nodes could not be read, so their usage lacks percentages. Null if they were read.</summary>
    public KubeApiException? Refusal { get; private set; }

    /// <summary>The measured pods of a namespace, or of all, as they arrive; each with its metrics.</summary>
    /// <exception cref="KubeApiException">The server has no metrics, or a list is refused.</exception>
    public IAsyncEnumerable<(JsonElement Metrics, JsonElement Object)> ListPodsAsync(string? @namespace, string? labelSelector) =>
        ListAsync(s_podMetrics, PodRequests.Pods, @namespace, labelSelector);

    /// <summary>The measured nodes, likewise.</summary>
    /// <exception cref="KubeApiException">The server has no metrics, or a list is refused.</exception>
    public IAsyncEnumerable<(JsonElement Metrics, JsonElement Object)> ListNodesAsync(string? labelSelector) =>
        ListAsync(s_nodeMetrics, s_nodes, null, labelSelector);

    /// <summary>One pod with its metrics.</summary>
    /// <exception cref="KubeApiException">The pod does not exist, or was not measured.</exception>
    public Task<(JsonElement Metrics, JsonElement Object)> GetPodAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        GetAsync(s_podMetrics, PodRequests.Pods, @namespace, name, cancellationToken);

    /// <summary>One node with its metrics.</summary>
    /// <exception cref="KubeApiException">The node does not exist, or was not measured.</exception>
    public Task<(JsonElement Metrics, JsonElement Object)> GetNodeAsync(string name, CancellationToken cancellationToken) =>
        GetAsync(s_nodeMetrics, s_nodes, null, name, cancellationToken);

    private async IAsyncEnumerable<(JsonElement Metrics, JsonElement Object)> ListAsync(
        ApiResource metrics, ApiResource type, string? @namespace, string? labelSelector,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var options = new ListOptions { LabelSelector = labelSelector };
        var measured = (await ReadMetricsAsync(metrics, @namespace, options, cancellationToken).ConfigureAwait(false)).DistinctBy(KeyOf).ToDictionary(KeyOf);
        if (measured.Count == 0)
        {
            yield break;
        }

        // The objects are much larger than their metrics, and are not kept.
        var objects = ObjectReader.ListAsync(client, type, @namespace, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (objects.ConfigureAwait(false))
        {
            while (await OrRefusedAsync(() => objects.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                var o = JsonNodes.ParseElement(objects.Current.Json);
                if (measured.Remove(KeyOf(o), out var its))
                {
                    yield return (its, o);
                }
            }
        }

        // These objects were deleted in between, or the user must not read them.
        foreach (var its in measured.Values)
        {
            yield return (its, default);
        }
    }

    private async Task<(JsonElement Metrics, JsonElement Object)> GetAsync(
        ApiResource metrics, ApiResource type, string? @namespace, string name, CancellationToken cancellationToken)
    {
        // The object first: an object that does not exist has no metrics either.
        var request = ResourceRequests.Get(type, @namespace, name, new ListOptions());
        var o = await OrRefusedAsync(() => client.SendForJsonAsync(request, cancellationToken)).ConfigureAwait(false);
        try
        {
            request = ResourceRequests.Get(metrics, @namespace, name, new ListOptions());
            return (await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false), o);
        }
        catch (KubeApiException e) when (e.StatusCode == 404 && e.Status.Name.Length > 0)
        {
            var first = o.ValueKind == JsonValueKind.Undefined ? "does not exist, " : "";
            throw new KubeApiException(
                FailureKind.MetricsNotAvailable,
                $"{type.Name} \"{name}\" has no metrics: it {first}is not running, or has not been measured yet.",
                e);
        }
        catch (KubeApiException e) when (IsMissing(e))
        {
            throw NotServed(e);
        }
    }

    // The default if the user has no permission to read it.
    private async Task<T?> OrRefusedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            Refusal = e;
            return default;
        }
    }

    private async Task<List<JsonElement>> ReadMetricsAsync(ApiResource type, string? @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        List<JsonElement> items = [];
        try
        {
            await foreach (var item in ObjectReader.ListAsync(client, type, @namespace, options, cancellationToken).ConfigureAwait(false))
            {
                items.Add(JsonNodes.ParseElement(item.Json));
            }
        }
        catch (KubeApiException e) when (IsMissing(e))
        {
            throw NotServed(e);
        }

        return items;
    }

    // Not registered, or registered and not running.
    private static bool IsMissing(KubeApiException e) => e.StatusCode is 404 or 503;

    private KubeApiException NotServed(KubeApiException e) =>
        new(FailureKind.MetricsNotAvailable, $"The server {client.Server} does not serve {Group}: {e.Message.TrimEnd('.')}.", e)
        {
            RecommendedAction = "A metrics-server serves it: https://github.com/kubernetes-sigs/metrics-server",
        };

    private static (string, string) KeyOf(JsonElement o) => (o.Child("metadata").Text("namespace"), o.Child("metadata").Text("name"));
}
