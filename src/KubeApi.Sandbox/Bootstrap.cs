using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.State;

namespace KubeApi.Sandbox;

/// <summary>Puts the objects into the store that every cluster is born with, and those that this one shall start with.</summary>
internal static class Bootstrap
{
    private static readonly string[] s_lists = ["namespaces", "priorityclasses", "clusterroles", "clusterrolebindings", "roles", "rolebindings", "apiservices"];
    private static readonly string[] s_objects = ["node", "service-kubernetes", "endpoints-kubernetes", "endpointslice-kubernetes"];

    // The owner of one of them is the node.
    private static readonly string[] s_last = ["leases"];

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
        AddLists(cluster, s_lists);
        foreach (var name in s_objects)
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

    // Born now, and not when it was recorded.
    private static void Add(Cluster cluster, ResourceType type, JsonObject value)
    {
        var metadata = value.Child("metadata");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = cluster.Now;
        Fill(cluster, value, OwnerOf(cluster, metadata));
        cluster.Store.TryCreate(type, value);
    }

    private static string OwnerOf(Cluster cluster, JsonObject metadata)
    {
        if (metadata["ownerReferences"] is not JsonArray { Count: > 0 } owners || owners[0] is not JsonObject owner)
        {
            return "";
        }

        var type = cluster.Catalog.FindKind(owner.StringAt("apiVersion")!, owner.StringAt("kind")!)!;
        return cluster.Store.Get(type, metadata.StringAt("namespace"), owner.StringAt("name")!)!.Uid;
    }

    // What is known at the start only: the time, and ids.
    private static void Fill(Cluster cluster, JsonNode? node, string owner)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, member) in map.ToList())
                {
                    Fill(cluster, member, owner);
                    if (member is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Contains('@', StringComparison.Ordinal))
                    {
                        map[name] = text.GetValue<string>()
                            .Replace("@now.micro", cluster.Now.Replace("Z", ".000000Z", StringComparison.Ordinal), StringComparison.Ordinal)
                            .Replace("@now", cluster.Now, StringComparison.Ordinal)
                            .Replace("@owner", owner, StringComparison.Ordinal)
                            .Replace("@uid", Guid.NewGuid().ToString(), StringComparison.Ordinal);
                    }
                    else if (name.Contains("@owner", StringComparison.Ordinal))
                    {
                        map.Remove(name);
                        map[name.Replace("@owner", owner, StringComparison.Ordinal)] = member;
                    }
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Fill(cluster, item, owner);
                }

                break;
        }
    }
}
