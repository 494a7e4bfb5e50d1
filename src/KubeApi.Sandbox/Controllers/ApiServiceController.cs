using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains an APIService for each version that a definition serves.</summary>
internal sealed class ApiServiceController(ObjectStore store, ResourceCatalog catalog, RecordedTemplate templates) : IController
{
    private const string Automanaged = "kube-aggregator.kubernetes.io/automanaged";

    private readonly ResourceType _type = catalog.FindKind("apiregistration.k8s.io/v1", "APIService")!;
    private readonly Lazy<JsonObject> _template = new(() => Recorded.Object("bootstrap/apiservice.json"));
    private bool _isChanged;

    public void Observe(StoreChange change) => _isChanged |= change.Type == catalog.Definitions || change.Type == _type;

    public bool Work()
    {
        if (!_isChanged)
        {
            return false;
        }

        _isChanged = false;
        var served = catalog.CustomDefinitions.SelectMany(
            definition => definition.Versions.Where(version => version.IsServed).Select(version => (definition.Group, version.Name))).ToHashSet();
        foreach (var stored in store.Snapshot(_type).Objects.Where(IsAutomanaged))
        {
            var spec = stored.ToNode()["spec"] as JsonObject ?? [];
            if (!served.Remove((spec.StringAt("group") ?? "", spec.StringAt("version") ?? "")))
            {
                store.TryDelete(_type, stored, stored.ToNode());
            }
        }

        foreach (var (group, version) in served)
        {
            Add(group, version);
        }

        return true;
    }

    // Does nothing if one exists: the group is built in, or a client created it.
    private void Add(string group, string version)
    {
        var value = templates.Fill(_template.Value);
        value.Set("metadata.name", $"{version}.{group}");
        value.Set("spec.group", group);
        value.Set("spec.version", version);
        store.TryCreate(_type, value);
    }

    private static bool IsAutomanaged(StoredObject service) => service.ToNode()["metadata"]?["labels"]?[Automanaged]?.ToString() == "true";
}
