using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Keeps the Endpoints and the EndpointSlice of each Service with a selector.</summary>
internal sealed class EndpointController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("", "v1", "services")!, "endpoint-controller")
{
    private readonly ResourceType _endpoints = services.Catalog.Find("", "v1", "endpoints")!;
    private readonly ResourceType _slices = services.Catalog.Find("discovery.k8s.io", "v1", "endpointslices")!;
    private readonly ServiceWriter _sliceWriter = new(services, "endpoint-slice-controller", Updater.ControllerManager);

    protected override void ObserveDependent(StoreChange change)
    {
        if (change.Type == Type && change.Change == StoreEventType.Deleted)
        {
            Enqueue(ObjectPlace.Of(change));
        }
        else if (change.Type == Catalog.Pods)
        {
            foreach (var service in Store.Snapshot(Type).In(change.Object.Namespace))
            {
                if (LabelSelector.OfLabels(service.ToNode().At("spec.selector")) is { } selector
                    && (selector.Matches(change.Object) || (change.Previous is { } previous && selector.Matches(previous))))
                {
                    Enqueue(service);
                }
            }
        }
    }

    // Endpoints have no owner reference.
    protected override void Forget(ObjectPlace place)
    {
        if (Store.Get(_endpoints, place.Namespace, place.Name) is { } left && left.Labels.ContainsKey("endpoints.kubernetes.io/managed-by"))
        {
            Writer.Delete(_endpoints, left);
        }
    }

    protected override void Reconcile(StoredObject stored, JsonObject service)
    {
        if (service.StringAt("spec.type") == "ExternalName" || LabelSelector.OfLabels(service.At("spec.selector")) is not { } selector)
        {
            return;
        }

        var pods = Store.Snapshot(Catalog.Pods).In(stored.Namespace).Where(selector.Matches)
            .Select(Owned.StateOf)
            .Where(pod => !pod.IsFinished && pod.Value.StringAt("status.podIP") is { Length: > 0 }).ToList();
        var isPublished = service.IsTrueAt("spec.publishNotReadyAddresses");
        try
        {
            WriteEndpoints(service, pods, isPublished);
            WriteSlice(stored, service, pods, isPublished);
        }
        catch (StatusException exception)
        {
            var message = $"Error updating Endpoint Slices for Service {stored.Namespace}/{stored.Name}: {exception.Message}";
            _sliceWriter.RecordEvent(service, "Warning", "FailedToUpdateEndpointSlices", message);
        }
    }

    private void WriteEndpoints(JsonObject service, List<PodState> pods, bool isPublished)
    {
        var subsets = new JsonArray();
        foreach (var group in pods.Where(pod => !pod.IsTerminating || isPublished).GroupBy(pod => Ports(service, pod.Value).ToJsonString()))
        {
            var subset = new JsonObject { ["ports"] = JsonNode.Parse(group.Key) };
            foreach (var state in group.GroupBy(pod => pod.IsReady || isPublished ? "addresses" : "notReadyAddresses"))
            {
                subset[state.Key] = new JsonArray([.. state.Select(pod => new JsonObject
                {
                    ["ip"] = pod.Value.StringAt("status.podIP"),
                    ["hostname"] = pod.Value.StringAt("spec.subdomain") is { Length: > 0 } ? pod.Value.StringAt("spec.hostname") : null,
                    ["nodeName"] = pod.Node,
                    ["targetRef"] = Target(pod),
                })]);
            }

            subsets.Add((JsonNode)subset);
        }

        var value = WithServiceLabels(service, ("endpoints.kubernetes.io/managed-by", "endpoint-controller"));
        value.Set("metadata.name", service.At("metadata.name"));
        value["subsets"] = subsets;
        Put(Writer, _endpoints, Store.Get(_endpoints, service.StringAt("metadata.namespace"), service.StringAt("metadata.name")!), value);
    }

    private void WriteSlice(StoredObject stored, JsonObject service, List<PodState> pods, bool isPublished)
    {
        var value = WithServiceLabels(
            service, ("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"), ("kubernetes.io/service-name", stored.Name));
        value.Set("metadata.generateName", JsonValue.Create(stored.Name + "-"));
        value.Set("metadata.ownerReferences", new JsonArray(OwnedObjects.Reference(service)));
        value["addressType"] = "IPv4";
        value["endpoints"] = new JsonArray([.. pods.Select(pod => new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Value.StringAt("status.podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = isPublished || (pod.IsReady && !pod.IsTerminating), ["serving"] = isPublished || pod.IsReady, ["terminating"] = pod.IsTerminating,
            },
            ["targetRef"] = Target(pod),
            ["nodeName"] = pod.Node,
        })]);
        value["ports"] = pods.Count > 0 ? Ports(service, pods[0].Value) : new JsonArray();
        Put(_sliceWriter, _slices, Owned.Of(_slices, stored).FirstOrDefault(), value);
    }

    // Endpoints and slices have the labels of their Service.
    private static JsonObject WithServiceLabels(JsonObject service, params IReadOnlyList<(string Name, string Value)> labels)
    {
        var metadata = new JsonObject { ["namespace"] = service.StringAt("metadata.namespace"), ["labels"] = service.At("metadata.labels")?.DeepClone() };
        foreach (var (name, value) in service.StringAt("spec.clusterIP") == "None" ? [.. labels, ("service.kubernetes.io/headless", "")] : labels)
        {
            metadata.Child("labels")[name] = value;
        }

        return new JsonObject { ["metadata"] = metadata };
    }

    private static void Put(ServiceWriter writer, ResourceType type, StoredObject? present, JsonObject value)
    {
        if (present is null)
        {
            writer.Create(type, value);
            return;
        }

        writer.Modify(type, present, current =>
        {
            current.Set("metadata.labels", value.At("metadata.labels"));
            foreach (var (name, member) in value.Where(member => member.Key != "metadata"))
            {
                current[name] = member?.DeepClone();
            }
        });
    }

    private static JsonObject Target(PodState pod) =>
        new() { ["kind"] = "Pod", ["namespace"] = pod.Stored.Namespace, ["name"] = pod.Name, ["uid"] = pod.Stored.Uid };

    // The target ports of the Service in a pod.
    private static JsonArray Ports(JsonObject service, JsonObject pod) => new(
        [.. from port in service.ObjectsAt("spec.ports")
            let number = PodContainers.TargetOf(pod, port)
            where number is not null
            select new JsonObject { ["name"] = port.StringAt("name") ?? "", ["port"] = number, ["protocol"] = port.StringAt("protocol") ?? "TCP" }]);
}
