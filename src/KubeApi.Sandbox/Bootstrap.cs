using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox;

/// <summary>Puts the objects into the store that every cluster is born with.</summary>
internal static class Bootstrap
{
    private static readonly string[] s_lists = ["namespaces", "priorityclasses", "clusterroles", "clusterrolebindings", "roles", "rolebindings"];
    private static readonly string[] s_objects = ["node", "service-kubernetes"];

    public static void Run(Cluster cluster)
    {
        foreach (var name in s_lists)
        {
            var list = Recorded.Object($"bootstrap/{name}.json");
            var type = TypeOf(cluster.Catalog, list.StringAt("apiVersion")!, list.StringAt("kind")![..^"List".Length]);
            foreach (var item in ((JsonArray)list["items"]!).OfType<JsonObject>())
            {
                Add(cluster, type, item);
            }
        }

        foreach (var name in s_objects)
        {
            var value = Recorded.Object($"bootstrap/{name}.json");
            Add(cluster, TypeOf(cluster.Catalog, value.StringAt("apiVersion")!, value.StringAt("kind")!), value);
        }

        foreach (var @namespace in cluster.Store.Snapshot(cluster.Catalog.Namespaces).Objects)
        {
            cluster.Namespaces.Furnish(@namespace.Name);
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

    private static ResourceType TypeOf(ResourceCatalog catalog, string apiVersion, string kind) =>
        catalog.Types.First(type => type.ApiVersion == apiVersion && type.Kind == kind);
}
