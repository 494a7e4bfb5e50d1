using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox;

/// <summary>Who may enter a namespace, and which are the server's own.</summary>
internal sealed class NamespaceLifecycle(Cluster cluster)
{
    private static readonly string[] s_protected = ["default", "kube-system", "kube-public"];

    public static bool IsProtected(string name) => s_protected.Contains(name);

    /// <summary>Nothing is created in a namespace that is not there, or on its way out.</summary>
    public void RequireActive(ResourceType type, string @namespace, string name)
    {
        var found = cluster.Store.Get(cluster.Catalog.Namespaces, "", @namespace) ?? throw ApiErrors.NotFound(cluster.Catalog.Namespaces, @namespace);
        if (found.IsTerminating)
        {
            throw ApiErrors.NamespaceTerminating(type, name, @namespace);
        }
    }
}
