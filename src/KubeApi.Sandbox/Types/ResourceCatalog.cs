using System.Collections.Frozen;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Types;

/// <summary>All resource types: those of the recorded discovery documents, and those of definitions.</summary>
internal sealed class ResourceCatalog
{
    private readonly List<ResourceType> _own = [];
    private readonly List<(string Group, string Version)> _ownVersions = [];
    private volatile CatalogContent _content;

    /// <param name="hasMetrics">Whether metrics.k8s.io is served.</param>
    public ResourceCatalog(bool hasMetrics = true)
    {
        Add(Recorded.Object("discovery/api-aggregated.json"));
        Add(Recorded.Object("discovery/apis-aggregated.json"));
        if (hasMetrics)
        {
            Add(new JsonObject { ["items"] = new JsonArray(Recorded.Object("discovery/metrics.json")["aggregated"]!.DeepClone()) });
        }

        _content = new CatalogContent(_own, _ownVersions);
        Namespaces = Find("", "v1", "namespaces")!;
        ServiceAccounts = Find("", "v1", "serviceaccounts")!;
        ConfigMaps = Find("", "v1", "configmaps")!;
        Pods = Find("", "v1", "pods")!;
        Nodes = Find("", "v1", "nodes")!;
        Definitions = Find("apiextensions.k8s.io", "v1", "customresourcedefinitions")!;
        ResourceQuotas = Find("", "v1", "resourcequotas")!;
        LimitRanges = Find("", "v1", "limitranges")!;
        DisruptionBudgets = Find("policy", "v1", "poddisruptionbudgets")!;
        PriorityClasses = Find("scheduling.k8s.io", "v1", "priorityclasses")!;
        RuntimeClasses = Find("node.k8s.io", "v1", "runtimeclasses")!;
        ClusterRoles = Find("rbac.authorization.k8s.io", "v1", "clusterroles")!;
    }

    public SchemaCatalog Schemas { get; } = new();

    public IReadOnlyCollection<ResourceType> Types => _content.Types.Values;

    /// <summary>The types with stored objects, each once, even if several versions are served.</summary>
    public IEnumerable<ResourceType> StoredTypes =>
        Types.Where(type => type.Rules.IsStored).DistinctBy(type => type.QualifiedResource);

    /// <summary>In discovery order: core first, and a group's preferred version before its others.</summary>
    public IReadOnlyList<(string Group, string Version)> GroupVersions => _content.GroupVersions;

    /// <summary>All definitions of custom resources, in the order of their names.</summary>
    public IReadOnlyList<CustomDefinition> CustomDefinitions { get; private set; } = [];

    public ResourceType Namespaces { get; }

    public ResourceType ServiceAccounts { get; }

    public ResourceType ConfigMaps { get; }

    public ResourceType Pods { get; }

    public ResourceType Nodes { get; }

    public ResourceType RuntimeClasses { get; }

    public ResourceType Definitions { get; }

    public ResourceType ResourceQuotas { get; }

    public ResourceType LimitRanges { get; }

    public ResourceType DisruptionBudgets { get; }

    public ResourceType PriorityClasses { get; }

    public ResourceType ClusterRoles { get; }

    public ResourceType? Find(string group, string version, string resource) => _content.Types.GetValueOrDefault((group, version, resource));

    /// <summary>The stored resource of a kind.</summary>
    public ResourceType? FindKind(string apiVersion, string kind) =>
        Types.FirstOrDefault(type => type.Kind == kind && type.ApiVersion == apiVersion && type.Rules.IsStored);

    /// <summary>The type of the objects that a subresource of another kind takes: Scale, TokenRequest.</summary>
    public ResourceType TypeOf(ResourceType type, SubresourceType subresource) =>
        new(subresource.Group, subresource.Version, subresource.Name, subresource.Kind, type.IsNamespaced, subresource.Verbs)
        {
            Subresources = FrozenDictionary<string, SubresourceType>.Empty,
            Rules = new KindRules(),
            SchemaSource = new Lazy<Schema>(
                () => Schemas.For((type.Group, type.Version), subresource.Group, subresource.Version, subresource.Kind)),
        };

    public bool HasVersion(string group, string version) => _content.GroupVersions.Contains((group, version));

    public bool HasGroup(string group) => _content.GroupVersions.Any(known => known.Group == group);

    /// <summary>Replaces all custom types. Built-in types come first.</summary>
    public void SetCustom(IReadOnlyList<CustomDefinition> definitions, IReadOnlyList<ResourceType> types)
    {
        CustomDefinitions = definitions;
        _content = new CatalogContent([.. types, .. _own], [.. _ownVersions.Union(types.Select(type => (type.Group, type.Version)))]);
    }

    private void Add(JsonObject document)
    {
        foreach (var group in Objects(document["items"]))
        {
            var groupName = group.StringAt("metadata.name") ?? "";
            foreach (var version in Objects(group["versions"]))
            {
                var versionName = version.StringAt("version")!;
                _ownVersions.Add((groupName, versionName));
                foreach (var resource in Objects(version["resources"]))
                {
                    _own.Add(Read(groupName, versionName, resource));
                }
            }
        }
    }

    private ResourceType Read(string group, string version, JsonObject resource)
    {
        var name = resource.StringAt("resource")!;
        var kind = resource.StringAt("responseKind.kind")!;
        return new ResourceType(group, version, name, kind, resource.StringAt("scope") == "Namespaced", Verbs(resource))
        {
            SchemaSource = new Lazy<Schema>(() => Schemas.For(group, version, kind)),
            Rules = KindRules.For(group.Length == 0 ? name : $"{name}.{group}"),
            Subresources = Objects(resource["subresources"]).Select(subresource => ReadSubresource(group, version, subresource))
                .ToFrozenDictionary(subresource => subresource.Name, StringComparer.Ordinal),
        };
    }

    // An empty group or version of the response kind means the enclosing one.
    private static SubresourceType ReadSubresource(string group, string version, JsonObject subresource) => new(
        subresource.StringAt("subresource")!,
        subresource.StringAt("responseKind.version") is { Length: > 0 } ? subresource.StringAt("responseKind.group") ?? "" : group,
        subresource.StringAt("responseKind.version") is { Length: > 0 } own ? own : version,
        subresource.StringAt("responseKind.kind")!,
        Verbs(subresource));

    private static FrozenSet<string> Verbs(JsonObject resource) =>
        ((JsonArray)resource["verbs"]!).Select(verb => verb!.GetValue<string>()).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<JsonObject> Objects(JsonNode? array) => (array as JsonArray)?.OfType<JsonObject>() ?? [];
}
