using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.State;

namespace KubeApi.Sandbox;

/// <summary>Puts the objects into the store that every cluster is born with, and those that this one shall start with.</summary>
internal static class Bootstrap
{
    private static readonly string[] s_lists = ["namespaces", "priorityclasses", "clusterroles", "clusterrolebindings", "roles", "rolebindings"];
    private static readonly string[] s_objects = ["node", "service-kubernetes"];

    public static void Run(Cluster cluster)
    {
        cluster.IsLoading = true;
        // At once: what follows from all of it follows once.
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
        foreach (var name in s_lists)
        {
            var list = Recorded.Object($"bootstrap/{name}.json");
            var type = cluster.Catalog.FindKind(list.StringAt("apiVersion")!, list.StringAt("kind")![..^"List".Length])!;
            foreach (var item in ((JsonArray)list["items"]!).OfType<JsonObject>())
            {
                Add(cluster, type, item);
            }
        }

        foreach (var name in s_objects)
        {
            var value = Recorded.Object($"bootstrap/{name}.json");
            Add(cluster, cluster.Catalog.FindKind(value.StringAt("apiVersion")!, value.StringAt("kind")!)!, value);
        }
    }

    // Born now, and not when it was recorded.
    private static void Add(Cluster cluster, ResourceType type, JsonObject value)
    {
        var metadata = value.Child("metadata");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = cluster.Now;
        cluster.Store.TryCreate(type, value);
    }
}
