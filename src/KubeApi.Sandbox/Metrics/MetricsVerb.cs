using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Metrics;

/// <summary>Reads `nodes` and `pods` of metrics.k8s.io, which are computed from the stored nodes and pods, as a metrics-server serves them.</summary>
internal sealed class MetricsVerb(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, ListWriter lists) : IVerb
{
    public const string Group = "metrics.k8s.io";
    private const string Window = "15s";

    public Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var source = type.IsNamespaced ? catalog.Pods : catalog.Nodes;
        if (api.Info.IsNamed)
        {
            var found = store.Get(source, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(source, api.Info.Name);
            return ResponseWriter.ObjectAsync(api.Http, 200, type, Measure(type, found) ?? throw ApiErrors.NoMetrics(type, found.Key));
        }

        var options = ListOptions.Parse(type, api);
        var snapshot = store.Snapshot(source);
        var measured = snapshot.Objects.Where(value => options.IsInNamespace(value) && options.Matches(value)).Select(value => Measure(type, value));
        return lists.WriteAsync(api.Http, type, new ListPage(snapshot.Version, [.. measured.OfType<StoredObject>()], null, null));
    }

    // Null for a pod without running containers, and for a node that is not ready.
    private StoredObject? Measure(ResourceType type, StoredObject source)
    {
        var value = source.ToNode();
        var metrics = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = source.Name, ["namespace"] = value.StringAt("metadata.namespace"), ["creationTimestamp"] = clock.Now },
            ["timestamp"] = clock.Now,
            ["window"] = Window,
        };
        metrics.Set("metadata.labels", value.At("metadata.labels"));
        if (!type.IsNamespaced)
        {
            metrics["usage"] = PodsOf(source.Name).SelectMany(ContainerUsage.Of).Aggregate(ContainerUsage.Idle, (sum, next) => sum + next.Usage).ToJson();
            return Conditions.IsTrue(value, "Ready") ? Stored(type, source, metrics) : null;
        }

        var containers = ContainerUsage.Of(value).Select(used => new JsonObject { ["name"] = used.Container, ["usage"] = used.Usage.ToJson() }).ToList();
        metrics["containers"] = new JsonArray([.. containers]);
        return containers.Count > 0 ? Stored(type, source, metrics) : null;
    }

    private static StoredObject Stored(ResourceType type, StoredObject source, JsonObject metrics) =>
        new(type, source.Namespace, source.Name, source.Uid, source.Version, ObjectJson.ToBytes(metrics));

    private IEnumerable<JsonObject> PodsOf(string node) => store.Snapshot(catalog.Pods).Objects
        .Where(pod => pod.Field(catalog.Pods.Rules, "spec.nodeName") == node).Select(pod => pod.ToNode());
}
