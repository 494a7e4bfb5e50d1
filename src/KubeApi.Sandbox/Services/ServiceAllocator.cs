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
    private const string Family = "IPv4";
    private const string SingleStack = "SingleStack";
    private const string RequireDualStack = "RequireDualStack";

    /// <summary>Completes a Service, and orders its fields; does nothing for other kinds. The caller stores it under the same lock of the store.</summary>
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
        if (!ServiceSpec.IsExternalName(service))
        {
            CompleteFamilies(service);
            CompleteAddress(type, service, owner);
        }

        CompletePorts(type, service, owner);
        return type.Normalize(service);
    }

    private static void CompleteFamilies(JsonObject service)
    {
        if (service.StringAt(ServiceSpec.Address) is { Length: > 0 } address && ServiceSpec.Texts(service, ServiceSpec.Addresses).Count == 0)
        {
            service.Set(ServiceSpec.Addresses, new JsonArray(address));
        }

        // A headless Service without a selector may have both families.
        var isOpen = ServiceSpec.IsHeadless(service) && service.At("spec.selector") is not JsonObject { Count: > 0 };
        if (service.StringAt(ServiceSpec.Policy) is not { Length: > 0 } policy)
        {
            policy = isOpen ? RequireDualStack : SingleStack;
            service.Set(ServiceSpec.Policy, JsonValue.Create(policy));
        }

        var families = ServiceSpec.Texts(service, ServiceSpec.Families).ToList();
        if (families.Count == 0)
        {
            families.Add(Family);
        }

        if (isOpen && policy != SingleStack && families.Count == 1)
        {
            families.Add(families[0] == Family ? "IPv6" : Family);
        }

        service.Set(ServiceSpec.Families, new JsonArray([.. families.Select(family => JsonValue.Create(family))]));
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
            var asked = ports.Where(port => NodePort(port) > 0).GroupBy(port => port.IntegerAt("port")).ToDictionary(
                same => same.Key ?? 0, same => NodePort(same.First()));
            foreach (var (port, index) in ports.Select((port, index) => (port, index)))
            {
                if (NodePort(port) > 0)
                {
                    CheckPort(type, service, $"spec.ports[{index}].nodePort", NodePort(port), owner);
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

    private static int NodePort(JsonObject port) => (int)(port.IntegerAt("nodePort") ?? 0);

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
