using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Defaults of the related fields of a Service.</summary>
internal static class ServiceSpec
{
    public const string Resource = "services";
    public const string Address = "spec.clusterIP";
    public const string Addresses = "spec.clusterIPs";
    public const string Families = "spec.ipFamilies";
    public const string Policy = "spec.ipFamilyPolicy";
    public const string None = "None";

    private const string Family = "IPv4";
    private const string SingleStack = "SingleStack";
    private const string RequireDualStack = "RequireDualStack";
    private const string ExternalPolicy = "spec.externalTrafficPolicy";
    private const string OwnNodePorts = "spec.allocateLoadBalancerNodePorts";
    private const string BalancerClass = "spec.loadBalancerClass";

    public static string Type(JsonObject service) => service.StringAt("spec.type") ?? "ClusterIP";

    public static bool IsExternalName(JsonObject service) => Type(service) == "ExternalName";

    public static bool HasNodePorts(JsonObject service) => Type(service) is "NodePort" or "LoadBalancer";

    /// <summary>Whether ports without a node port get one.</summary>
    public static bool WantsNodePorts(JsonObject service) =>
        HasNodePorts(service) && (Type(service) == "NodePort" || service.At(OwnNodePorts)?.ToJsonString() != "false");

    /// <summary>Whether the server has to allocate an address or a node port. Then it gets the form of its type when it has them.</summary>
    public static bool NeedsNumbers(JsonObject service) => (!IsExternalName(service) && Texts(service, Addresses).Count == 0)
        || (WantsNodePorts(service) && Ports(service).Any(port => NodePort(port) == 0));

    /// <summary>The node port of a port; 0 for none.</summary>
    public static int NodePort(JsonObject port) => (int)(port.IntegerAt("nodePort") ?? 0);

    public static bool IsHeadless(JsonObject service) => Texts(service, Addresses) is [None, ..];

    /// <summary>Whether it requests a specific address or node port.</summary>
    public static bool IsPinned(JsonObject service) => service.StringAt(Address) is { Length: > 0 } || Ports(service).Any(port => port["nodePort"] is not null);

    public static IEnumerable<JsonObject> Ports(JsonObject service) => service.ObjectsAt("spec.ports");

    public static IReadOnlyList<string> Texts(JsonObject service, string path) =>
        [.. (service.At(path) as JsonArray ?? []).Select(text => text?.ToString() ?? "")];

    /// <summary>Applies defaults that depend on other fields.</summary>
    public static void ApplyDefaults(JsonObject service)
    {
        foreach (var port in Ports(service).Where(port => port["targetPort"]?.ToJsonString() is null or "0" or "\"\""))
        {
            port.Set("targetPort", port["port"]);
        }

        if (service.At("spec.sessionAffinity")?.ToString() is null or "" or None)
        {
            service.Set("spec.sessionAffinityConfig", null);
        }

        if (IsReachable(service) && service.StringAt(ExternalPolicy) is not { Length: > 0 })
        {
            service.Set(ExternalPolicy, JsonValue.Create("Cluster"));
        }
    }

    /// <summary>Keeps allocated values of the stored Service that an update omits, and drops those that the new type does not use.</summary>
    public static void PrepareForUpdate(JsonObject current, JsonObject service)
    {
        if (!IsExternalName(current) && !IsExternalName(service))
        {
            Keep(Address);
            Keep(Addresses);
            Keep(Policy);
            Keep(Families);
        }

        if (HasNodePorts(current) && HasNodePorts(service))
        {
            var known = Ports(current).GroupBy(port => port.StringAt("name") ?? "").ToDictionary(named => named.Key, named => named.Last()["nodePort"]);
            foreach (var port in Ports(service).Where(port => port.IntegerAt("nodePort") is null or 0))
            {
                port.Set("nodePort", known.GetValueOrDefault(port.StringAt("name") ?? ""));
            }
        }

        // A change of clusterIP also changes clusterIPs.
        if (service.StringAt(Address) is { Length: > 0 } address && address != current.StringAt(Address) && Same(Addresses))
        {
            service.Set(Addresses, new JsonArray(address));
        }

        DropUnusedFields(current, service);

        void Keep(string path)
        {
            if (service.At(path) is null or JsonArray { Count: 0 } || service.StringAt(path) is "")
            {
                service.Set(path, current.At(path));
            }
        }

        bool Same(string path) => JsonNode.DeepEquals(current.At(path), service.At(path));
    }

    /// <summary>Completes the address families, and the list of addresses if the Service names one.</summary>
    public static void CompleteFamilies(JsonObject service)
    {
        if (IsExternalName(service))
        {
            return;
        }

        if (service.StringAt(Address) is { Length: > 0 } address && Texts(service, Addresses).Count == 0)
        {
            service.Set(Addresses, new JsonArray(address));
        }

        // A headless Service without a selector may have both families.
        var isOpen = IsHeadless(service) && service.At("spec.selector") is not JsonObject { Count: > 0 };
        if (service.StringAt(Policy) is not { Length: > 0 } policy)
        {
            policy = isOpen ? RequireDualStack : SingleStack;
            service.Set(Policy, JsonValue.Create(policy));
        }

        var families = Texts(service, Families).ToList();
        if (families.Count == 0)
        {
            families.Add(Family);
        }

        if (isOpen && policy != SingleStack && families.Count == 1)
        {
            families.Add(families[0] == Family ? "IPv6" : Family);
        }

        service.Set(Families, new JsonArray([.. families.Select(family => JsonValue.Create(family))]));
    }

    // Only unchanged fields.
    private static void DropUnusedFields(JsonObject current, JsonObject service)
    {
        if (!IsExternalName(current) && IsExternalName(service))
        {
            Drop(Address, Addresses, Families, Policy, "spec.internalTrafficPolicy");
        }

        if (HasNodePorts(current) && !HasNodePorts(service))
        {
            var known = Ports(current).Select(port => port.IntegerAt("nodePort")).ToHashSet();
            if (Ports(service).All(port => port.IntegerAt("nodePort") is null or 0 || known.Contains(port.IntegerAt("nodePort"))))
            {
                foreach (var port in Ports(service))
                {
                    port.Remove("nodePort");
                }
            }
        }

        if (IsReachable(current) && !IsReachable(service))
        {
            Drop(ExternalPolicy);
        }

        if (Type(service) != "LoadBalancer")
        {
            Drop(OwnNodePorts, BalancerClass);
        }

        void Drop(params string[] paths)
        {
            foreach (var path in paths.Where(path => JsonNode.DeepEquals(current.At(path), service.At(path))))
            {
                service.Set(path, null);
            }
        }
    }

    // Whether it is reachable from outside of the cluster.
    private static bool IsReachable(JsonObject service) =>
        HasNodePorts(service) || (Type(service) == "ClusterIP" && Texts(service, "spec.externalIPs").Count > 0);
}
