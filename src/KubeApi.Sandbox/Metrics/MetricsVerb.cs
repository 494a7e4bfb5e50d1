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
        JsonNode? usage = type.IsNamespaced ? OfContainers(value) : Conditions.IsTrue(value, "Ready") ? OfNode(source.Name) : null;
        if (usage is null)
        {
            return null;
        }

        var metrics = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = source.Name, ["namespace"] = value.StringAt("metadata.namespace"), ["creationTimestamp"] = clock.Now },
            ["timestamp"] = clock.Now,
            ["window"] = Window,
            [type.IsNamespaced ? "containers" : "usage"] = usage,
        };
        metrics.Set("metadata.labels", value.At("metadata.labels"));
        return new StoredObject(type, source.Namespace, source.Name, source.Uid, source.Version, ObjectJson.ToBytes(metrics));
    }

    private static JsonArray? OfContainers(JsonObject pod)
    {
        var containers = ContainerUsage.Of(pod).Select(used => new JsonObject { ["name"] = used.Container, ["usage"] = used.Usage.ToJson() }).ToList();
        return containers.Count > 0 ? new JsonArray([.. containers]) : null;
    }

    private JsonObject OfNode(string name) => store.Snapshot(catalog.Pods).Objects
        .Where(pod => pod.Field(catalog.Pods.Rules, "spec.nodeName") == name).SelectMany(pod => ContainerUsage.Of(pod.ToNode()))
        .Aggregate(ContainerUsage.Idle, (sum, next) => sum + next.Usage).ToJson();
}
