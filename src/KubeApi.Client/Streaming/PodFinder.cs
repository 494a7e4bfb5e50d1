using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Streaming;

/// <summary>Finds pods by name, by a selector, or by a workload or a service.</summary>
public static class PodFinder
{
    private static readonly ApiResource s_jobs = ApiResource.Of("batch", "v1", "jobs", true);

    private static readonly ApiResource[] s_workloads =
    [
        .. new[] { "deployments", "statefulsets", "daemonsets" }.Select(n => ApiResource.Of("apps", "v1", n, true) with { SingularName = n[..^1] }),
    ];

    /// <summary>Reads one pod.</summary>
    /// <exception cref="KubeApiException">It is missing, forbidden, or could not be read.</exception>
    public static async Task<PodState> GetAsync(ApiClient client, string @namespace, string name, CancellationToken cancellationToken)
    {
        var request = ResourceRequests.Get(PodRequests.Pods, @namespace, name, new ListOptions());
        return PodState.Read(await ObjectReader.GetAsync(client, request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads the pods that a label selector selects.</summary>
    /// <exception cref="KubeApiException">They could not be read.</exception>
    public static async Task<IReadOnlyList<PodState>> ListAsync(
        ApiClient client, string @namespace, string labelSelector, CancellationToken cancellationToken)
    {
        List<PodState> pods = [];
        var items = ObjectReader.ListAsync(client, PodRequests.Pods, @namespace, new ListOptions { LabelSelector = labelSelector }, cancellationToken);
        await foreach (var item in items.ConfigureAwait(false))
        {
            pods.Add(PodState.Read(item.Json));
        }

        return pods;
    }

    /// <summary>The pod with a name, or the newest ready pod of a workload or a service; null for none.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="discovery">Finds the resource type.</param>
    /// <param name="type">Any name of the type.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="KubeApiException">The object is missing or selects no pods, or a request was refused or failed.</exception>
    public static async Task<PodState?> BehindAsync(
        ApiClient client, DiscoveryCache discovery, string type, string @namespace, string name, CancellationToken cancellationToken)
    {
        var resource = (await discovery.FindAsync(client, type, cancellationToken).ConfigureAwait(false))[0];
        var json = await ObjectReader.GetAsync(
            client, ResourceRequests.Get(resource, @namespace, name, new ListOptions()), cancellationToken).ConfigureAwait(false);
        if (resource.IsSameAs(PodRequests.Pods))
        {
            return PodState.Read(json);
        }

        var selector = SelectorOf((JsonObject)JsonNodes.Parse(json)!, $"{type}/{name}");
        return Newest(await ListAsync(client, @namespace, selector, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The workload with the name of a missing pod: <c>deployment/web</c>; null for none.</summary>
    public static async Task<string?> WorkloadOfNameAsync(ApiClient client, string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Task.WhenAll(s_workloads.Select(w => MetadataReader.ReadAsync(client, w, @namespace, name, cancellationToken)))
                .ConfigureAwait(false);
            return Array.FindIndex(found, f => f is not null) is >= 0 and var index ? $"{s_workloads[index].SingularName}/{name}" : null;
        }
        catch (KubeApiException)
        {
            // The name is needed only for a better error message.
            return null;
        }
    }

    /// <summary>The name of the newest Job of a CronJob; null for none.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="uid">The uid of the CronJob.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="KubeApiException">The Jobs could not be read.</exception>
    public static async Task<string?> NewestJobAsync(ApiClient client, string @namespace, string uid, CancellationToken cancellationToken)
    {
        List<(string Created, string Name)> jobs = [];
        var options = new ListOptions { Representation = Representation.Metadata };
        await foreach (var item in ObjectReader.ListAsync(client, s_jobs, @namespace, options, cancellationToken).ConfigureAwait(false))
        {
            var metadata = JsonNodes.ParseElement(item.Json).Child("metadata");
            if (metadata.Items("ownerReferences").Any(o => o.Text("uid") == uid))
            {
                jobs.Add((metadata.Text("creationTimestamp"), metadata.Text("name")));
            }
        }

        return jobs.OrderBy(j => j.Created, StringComparer.Ordinal).ThenBy(j => j.Name, StringComparer.Ordinal).LastOrDefault().Name;
    }

    /// <summary>Waits until a container of a pod runs, or has ended.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="pod">The name of the pod.</param>
    /// <param name="container">The name of the container, which the pod may not have yet.</param>
    /// <param name="observer">Receives events of the watch.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="KubeApiException">The container cannot be started, or the pod was deleted.</exception>
    public static async Task<PodState> WaitForContainerAsync(
        ApiClient client, string @namespace, string pod, string container, IWatchObserver observer, TimeProvider clock, CancellationToken cancellationToken)
    {
        await foreach (var found in PodWatch.OfNameAsync(client, @namespace, pod, observer, clock, cancellationToken).ConfigureAwait(false))
        {
            var state = found ?? throw NoPods($"Pod/{pod}", @namespace);
            switch (state.Containers.FirstOrDefault(c => c.Name == container))
            {
                case { LogId: not null }:
                    return state;
                case { StartFault: { } fault }:
                    throw new KubeApiException(FailureKind.CommandFailed, $"The container '{container}' of the pod '{pod}' cannot be started: {fault}");
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Waits for the exit code of a container's run, which appears in the pod's status soon after its output has ended.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="pod">The pod during the run.</param>
    /// <param name="container">The name of the container.</param>
    /// <param name="observer">Receives events of the watch.</param>
    /// <param name="timeout">The maximum time to wait.</param>
    /// <param name="clock">Measures the time.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The exit code; null where it is not known in time.</returns>
    public static async Task<int?> ExitCodeAsync(
        ApiClient client, PodState pod, string container, IWatchObserver observer, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (pod.Container(container).LogId is not { } run)
        {
            return null;
        }

        using var time = new CancellationTokenSource(timeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            await foreach (var found in PodWatch.OfNameAsync(client, pod.Namespace, pod.Name, observer, clock, end.Token).ConfigureAwait(false))
            {
                if (found is null || found.Uid != pod.Uid)
                {
                    return null;
                }

                if (found.Container(container).ExitCodeOf(run) is { } code)
                {
                    return code;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It took too long.
        }

        return null;
    }

    /// <summary>The newest ready pod; without one, the newest running pod; otherwise the newest pod. Null for none.</summary>
    public static PodState? Newest(IEnumerable<PodState> pods) => pods
        .OrderByDescending(p => !p.IsDeleting && p.IsReady).ThenByDescending(p => !p.IsDeleting && p.Phase == "Running").ThenByDescending(p => !p.IsDeleting)
        .ThenByDescending(p => p.Created).ThenBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The label selector of the pods of a workload or a service.</summary>
    /// <param name="o">The object, whole.</param>
    /// <param name="what">The object, for the message: <c>deployment/web</c>.</param>
    /// <exception cref="KubeApiException">It selects no pods.</exception>
    public static string SelectorOf(JsonObject o, string what)
    {
        var selector = o["spec"] is JsonObject spec ? spec["selector"] as JsonObject : null;
        // A service, and the oldest of the workloads, has the labels themselves.
        var isMap = selector is not null && selector.All(s => s.Value is JsonValue);
        return SelectorText.Of(isMap ? new JsonObject { ["matchLabels"] = selector!.DeepClone() } : selector) ?? throw new KubeApiException(
            FailureKind.PodNotFound, $"{what} selects no pods: it has no spec.selector.");
    }

    /// <summary>The failure of a workload, service or selector without pods.</summary>
    public static KubeApiException NoPods(string what, string @namespace) =>
        new(FailureKind.PodNotFound, $"{what} has no pods in namespace '{@namespace}'.");
}
