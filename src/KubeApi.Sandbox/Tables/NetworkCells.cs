using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>Addresses and ports of services, ingresses and endpoints.</summary>
internal static class NetworkCells
{
    public static string ExternalAddress(JsonObject service)
    {
        var external = string.Join(',', CellFunctions.Texts(service.At("spec.externalIPs")));
        return service.StringAt("spec.type") switch
        {
            "ClusterIP" or "NodePort" => external.Length > 0 ? external : "<none>",
            "LoadBalancer" =>
                string.Join(',', new[] { BalancerAddresses(service), external }.Where(text => text.Length > 0)) is { Length: > 0 } all ? all : "<pending>",
            "ExternalName" => service.StringAt("spec.externalName") ?? "",
            _ => "<unknown>",
        };
    }

    /// <summary>`80:30080/TCP,443/TCP`.</summary>
    public static string ServicePorts(JsonObject service) => string.Join(',', CellFunctions.Objects(service.At("spec.ports")).Select(port =>
    {
        var node = CellFunctions.Number(port["nodePort"]);
        return string.Create(CultureInfo.InvariantCulture, $"{CellFunctions.Number(port["port"])}{(node > 0 ? $":{node}" : "")}/{port.StringAt("protocol")}");
    }));

    public static string BalancerAddresses(JsonObject value)
    {
        var addresses = CellFunctions.Objects(value.At("status.loadBalancer.ingress"))
            .Select(ingress => ingress.StringAt("ip") is { Length: > 0 } ip ? ip : ingress.StringAt("hostname") ?? "");
        return string.Join(',', addresses.Where(address => address.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }

    public static string Hosts(JsonObject ingress)
    {
        var rules = CellFunctions.Objects(ingress.At("spec.rules")).ToList();
        var hosts = rules.Select(rule => rule.StringAt("host") ?? "").Where(host => host.Length > 0).ToList();
        // Counted are the rules, with a host or without.
        return hosts.Count == 0 ? "*" : CellFunctions.More(hosts, hosts.Count > 3 ? rules.Count : hosts.Count);
    }

    public static string EndpointAddresses(JsonObject endpoints)
    {
        var all = new List<string>();
        foreach (var subset in CellFunctions.Objects(endpoints["subsets"]))
        {
            var addresses = CellFunctions.Objects(subset["addresses"]).Select(address => address.StringAt("ip") ?? "").ToList();
            var ports = CellFunctions.Objects(subset["ports"]).Select(port => CellFunctions.Text(port["port"])).ToList();
            // A headless service may have none.
            all.AddRange(
                ports.Count == 0
                    ? addresses
                    : ports.SelectMany(port => addresses.Select(address => address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}")));
        }

        return endpoints["subsets"] is JsonArray { Count: > 0 } ? CellFunctions.More(all) : "<none>";
    }

    public static string EndpointPorts(JsonObject slice)
    {
        var ports = CellFunctions.Objects(slice["ports"]).Select(
            port => port["port"] is { } number ? CellFunctions.Text(number) : port.StringAt("name") ?? "*").ToList();
        return ports.Count == 0 ? "<unset>" : CellFunctions.More(ports);
    }
}
