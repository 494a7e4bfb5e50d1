using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.State;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox;

/// <summary>Loads the initial objects of every cluster, and those that the options name.</summary>
internal sealed class Bootstrap(
    ObjectStore store, ResourceCatalog catalog, Lifetime lifetime, RecordedTemplate templates, StateLoader states, SandboxOptions options)
{
    private static readonly string[] s_lists =
    [
        "namespaces", "configmaps", "priorityclasses", "clusterroles", "clusterrolebindings", "roles", "rolebindings", "apiservices", "flowschemas",
        "prioritylevelconfigurations", "servicecidrs",
    ];

    private static readonly string[] s_objects = ["node", "service-kubernetes", "endpoints-kubernetes", "endpointslice-kubernetes"];

    private static readonly string[] s_metrics = ["metrics-apiservice", "metrics-clusterrole"];

    // One of them is owned by the node.
    private static readonly string[] s_last = ["leases"];

    public void Run()
    {
        lifetime.IsLoading = true;
        // Atomically, so the controllers run only once.
        store.Atomically(() =>
        {
            Load();
            return store.Version;
        });
        lifetime.IsLoading = false;
    }

    private void Load()
    {
        LoadOwn();
        if (options.State is { } path)
        {
            states.Load(path);
        }

        if (options.LoadPods > 0)
        {
            states.Require(LoadedPods.Namespace);
            LoadedPods.Fill(store, catalog.Pods, options.LoadPods);
        }
    }

    private void LoadOwn()
    {
        AddLists(s_lists);
        foreach (var name in options.HasMetrics ? s_objects.Concat(s_metrics) : s_objects)
        {
            var value = Recorded.Object($"bootstrap/{name}.json");
            Add(catalog.FindKind(value.StringAt("apiVersion")!, value.StringAt("kind")!)!, value);
        }

        AddLists(s_last);
    }

    private void AddLists(string[] names)
    {
        foreach (var name in names)
        {
            var list = Recorded.Object($"bootstrap/{name}.json");
            var type = catalog.FindKind(list.StringAt("apiVersion")!, list.StringAt("kind")![..^"List".Length])!;
            foreach (var item in ((JsonArray)list["items"]!).OfType<JsonObject>())
            {
                Add(type, item);
            }
        }
    }

    private void Add(ResourceType type, JsonObject recorded)
    {
        var value = templates.Fill(recorded);
        // Its owner already exists, with another uid.
        if (value.At("metadata.ownerReferences") is JsonArray { Count: 1 } owners && owners[0] is JsonObject owner)
        {
            var ownerType = catalog.FindKind(owner.StringAt("apiVersion")!, owner.StringAt("kind")!)!;
            var uid = store.Get(ownerType, value.StringAt("metadata.namespace"), owner.StringAt("name")!)!.Uid;
            value = (JsonObject)JsonNode.Parse(value.ToJsonString().Replace("@owner", uid, StringComparison.Ordinal))!;
        }

        store.TryCreate(type, value);
    }
}
