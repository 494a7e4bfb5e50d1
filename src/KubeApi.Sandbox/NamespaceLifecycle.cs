using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox;

/// <summary>The rules for creating objects in a namespace, and the protected namespaces.</summary>
internal sealed class NamespaceLifecycle(Cluster cluster)
{
    private static readonly string[] s_protected = ["default", "kube-system", "kube-public"];

    public static bool IsProtected(string name) => s_protected.Contains(name);

    /// <summary>Rejects a create in a missing or terminating namespace.</summary>
    public void RequireActive(ResourceType type, string @namespace, string name)
    {
        var found = cluster.Store.Get(cluster.Catalog.Namespaces, "", @namespace) ?? throw ApiErrors.NotFound(cluster.Catalog.Namespaces, @namespace);
        if (found.IsTerminating)
        {
            throw ApiErrors.NamespaceTerminating(type, name, @namespace);
        }
    }
}
