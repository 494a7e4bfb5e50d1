using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.State;

namespace KubeApi.Sandbox;

/// <summary>Loads the initial objects of every cluster, and those that the options name.</summary>
internal static class Bootstrap
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

    public static void Run(Cluster cluster)
    {
        cluster.IsLoading = true;
        // Atomically, so that the controllers run once.
        cluster.Store.Atomically(() =>
        {
            Load(cluster);
            return cluster.Store.Version;
        });
        cluster.IsLoading = false;
    }

    private static void Load(Cluster cluster)
    {
        LoadOwn(cluster);
        if (cluster.Options.State is { } path)
        {
            new StateLoader(cluster).Load(path);
        }

        if (cluster.Options.LoadPods > 0)
        {
            LoadedPods.Fill(cluster, cluster.Options.LoadPods);
        }
    }

    private static void LoadOwn(Cluster cluster)
    {
        AddLists(cluster, s_lists);
        foreach (var name in cluster.Options.HasMetrics ? s_objects.Concat(s_metrics) : s_objects)
        {
            var value = Recorded.Object($"bootstrap/{name}.json");
            Add(cluster, cluster.Catalog.FindKind(value.StringAt("apiVersion")!, value.StringAt("kind")!)!, value);
        }

        AddLists(cluster, s_last);
    }

    private static void AddLists(Cluster cluster, string[] names)
    {
        foreach (var name in names)
        {
            var list = Recorded.Object($"bootstrap/{name}.json");
            var type = cluster.Catalog.FindKind(list.StringAt("apiVersion")!, list.StringAt("kind")![..^"List".Length])!;
            foreach (var item in ((JsonArray)list["items"]!).OfType<JsonObject>())
            {
                Add(cluster, type, item);
            }
        }
    }

    private static void Add(Cluster cluster, ResourceType type, JsonObject recorded)
    {
        var value = RecordedTemplate.Of(recorded, cluster);
        // Its owner already exists, with another uid.
        if (value.At("metadata.ownerReferences") is JsonArray { Count: 1 } owners && owners[0] is JsonObject owner)
        {
            var ownerType = cluster.Catalog.FindKind(owner.StringAt("apiVersion")!, owner.StringAt("kind")!)!;
            var uid = cluster.Store.Get(ownerType, value.StringAt("metadata.namespace"), owner.StringAt("name")!)!.Uid;
            value = (JsonObject)JsonNode.Parse(value.ToJsonString().Replace("@owner", uid, StringComparison.Ordinal))!;
        }

        cluster.Store.TryCreate(type, value);
    }
}
