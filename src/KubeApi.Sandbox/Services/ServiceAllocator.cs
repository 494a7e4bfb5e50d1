using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Services;

/// <summary>
/// Allocates addresses and node ports of Services, like a server with one IPv4 range. Allocations are taken when the Service is stored: a dry run takes
/// nothing.
/// </summary>
internal sealed class ServiceAllocator(ObjectStore store, ServiceNetwork network)
{
    /// <summary>Adds the missing numbers to a Service; does nothing for other kinds. The caller stores it under the same lock of the store.</summary>
    public void Complete(ResourceType type, JsonObject service)
    {
        if (type.QualifiedResource == ServiceSpec.Resource)
        {
            store.Atomically(() => Complete(service, type));
        }
    }

    private JsonObject Complete(JsonObject service, ResourceType type)
    {
        var owner = ServiceNetwork.Owner(service.StringAt("metadata.namespace"), service.StringAt("metadata.name") ?? "");
        var isComplete = !ServiceSpec.NeedsNumbers(service);
        if (!ServiceSpec.IsExternalName(service))
        {
            CompleteAddress(type, service, owner);
        }

        CompletePorts(type, service, owner);
        return isComplete ? service : type.Normalize(service);
    }

    private void CompleteAddress(ResourceType type, JsonObject service, string owner)
    {
        var addresses = ServiceSpec.Texts(service, ServiceSpec.Addresses);
        if (ServiceSpec.IsHeadless(service))
        {
            return;
        }

        if (addresses.Count == 0)
        {
            var next = network.Addresses.Next([]) ?? throw ApiErrors.InternalError("failed to allocate a serviceIP: range is full");
            service.Set(ServiceSpec.Address, JsonValue.Create(ServiceNetwork.Address(next)));
            service.Set(ServiceSpec.Addresses, new JsonArray(ServiceNetwork.Address(next)));
            return;
        }

        var why = ServiceNetwork.Number(addresses[0]) is not { } number
            || !network.Addresses.Contains(number) ? "the provided network does not match the current range"
            : network.Addresses.IsTaken(number, owner) ? "provided IP is already allocated"
            : null;
        if (why is not null)
        {
            throw Invalid(
                type, service, ServiceSpec.Addresses, JsonText.ToText(service.At(ServiceSpec.Addresses)), $"failed to allocate IP {addresses[0]}: {why}");
        }
    }

    private void CompletePorts(ResourceType type, JsonObject service, string owner)
    {
        if (ServiceSpec.HasNodePorts(service))
        {
            // The same port with two protocols can share a node port.
            var ports = ServiceSpec.Ports(service).ToList();
            var asked = ports.Where(port => ServiceSpec.NodePort(port) > 0).GroupBy(port => port.IntegerAt("port")).ToDictionary(
                same => same.Key ?? 0, same => ServiceSpec.NodePort(same.First()));
            foreach (var (port, index) in ports.Select((port, index) => (port, index)))
            {
                if (ServiceSpec.NodePort(port) > 0)
                {
                    CheckPort(type, service, $"spec.ports[{index}].nodePort", ServiceSpec.NodePort(port), owner);
                }
                else if (ServiceSpec.WantsNodePorts(service))
                {
                    var key = port.IntegerAt("port") ?? 0;
                    asked[key] = asked.TryGetValue(key, out var known) ? known : NextPort(service);
                    port["nodePort"] = asked[key];
                }
            }
        }
    }

    private int NextPort(JsonObject service) =>
        network.Ports.Next([.. ServiceNetwork.NodePorts(service)]) ?? throw ApiErrors.InternalError("failed to allocate a nodePort: range is full");

    private void CheckPort(ResourceType type, JsonObject service, string path, int port, string owner)
    {
        var why = !network.Ports.Contains(port) ? "provided port is not in the valid range. The range of valid ports is 30000-32767"
            : network.Ports.IsTaken(port, owner) ? "provided port is already allocated"
            : null;
        if (why is not null)
        {
            throw Invalid(type, service, path, port.ToString(CultureInfo.InvariantCulture), why);
        }
    }

    private static StatusException Invalid(ResourceType type, JsonObject service, string path, string value, string why) =>
        ApiErrors.Invalid(type, service.StringAt("metadata.name") ?? "", ApiErrors.InvalidValue(path, value, why));
}
