using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox;

/// <summary>What a namespace is born with, who may enter it, and how it ends.</summary>
internal sealed class NamespaceLifecycle(Cluster cluster)
{
    private static readonly string[] s_protected = ["default", "kube-system", "kube-public"];

    private readonly Lazy<JsonObject> _rootCertificates = new(() => Recorded.Object("bootstrap/configmap-kube-root-ca.json"));

    public static bool IsProtected(string name) => s_protected.Contains(name);

    /// <summary>Nothing is created in a namespace that is not there, or on its way out.</summary>
    public void RequireActive(ResourceType type, string @namespace, string name)
    {
        var found = cluster.Store.Get(cluster.Catalog.Namespaces, "", @namespace) ?? throw StatusAnswers.NotFound(cluster.Catalog.Namespaces, @namespace);
        if (found.IsTerminating)
        {
            throw StatusAnswers.NamespaceTerminating(type, name, @namespace);
        }
    }

    /// <summary>The default service account and the root CA that every namespace has.</summary>
    public void Furnish(string @namespace)
    {
        Add(cluster.Catalog.ServiceAccounts, @namespace, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        var certificates = (JsonObject)_rootCertificates.Value.DeepClone();
        certificates.Child("data")["ca.crt"] = cluster.Authority.Pem;
        Add(cluster.Catalog.ConfigMaps, @namespace, certificates);
    }

    /// <summary>Deletes everything in a terminating namespace, and the namespace when nothing is left; finalizers may hold both back.</summary>
    public void Sweep(string @namespace)
    {
        var deleter = new Deleter(cluster);
        foreach (var (type, stored) in Contents(@namespace))
        {
            try
            {
                deleter.Delete(type, stored, null, false);
            }
            catch (StatusException)
            {
                // Gone already, which is all that is wanted.
            }
        }

        RemoveIfEmpty(@namespace);
    }

    /// <summary>The last object out of a terminating namespace takes the namespace with it.</summary>
    public void ObjectRemoved(ResourceType type, string @namespace)
    {
        if (type.IsNamespaced)
        {
            RemoveIfEmpty(@namespace);
        }
    }

    private void RemoveIfEmpty(string @namespace) => cluster.Store.Atomically(() =>
    {
        var found = cluster.Store.Get(cluster.Catalog.Namespaces, "", @namespace);
        return found is { IsTerminating: true } && !Contents(@namespace).Any()
            ? cluster.Store.TryDelete(cluster.Catalog.Namespaces, found, found.ToNode())
            : null;
    });

    private IEnumerable<(ResourceType Type, StoredObject Stored)> Contents(string @namespace) =>
        from type in cluster.Catalog.Types
        where type.IsNamespaced && type.Rules.IsStored
        let snapshot = cluster.Store.Snapshot(type)
        let range = snapshot.Range(@namespace)
        from index in Enumerable.Range(range.Start, range.End - range.Start)
        select (type, snapshot.Objects[index]);

    private void Add(ResourceType type, string @namespace, JsonObject value)
    {
        var metadata = value.Child("metadata");
        metadata["namespace"] = @namespace;
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = cluster.Now;
        cluster.Store.TryCreate(type, value);
    }
}
