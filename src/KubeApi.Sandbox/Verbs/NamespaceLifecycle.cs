using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The rules for creating objects in a namespace, and the protected namespaces.</summary>
internal sealed class NamespaceLifecycle(ObjectStore store, ResourceCatalog catalog)
{
    private static readonly string[] s_protected = ["default", "kube-system", "kube-public"];

    public static bool IsProtected(string name) => s_protected.Contains(name);

    /// <summary>Rejects a create in a missing or terminating namespace.</summary>
    public void RequireActive(ResourceType type, string @namespace, string name)
    {
        var found = store.Get(catalog.Namespaces, "", @namespace) ?? throw ApiErrors.NotFound(catalog.Namespaces, @namespace);
        if (found.IsTerminating)
        {
            throw ApiErrors.NamespaceTerminating(type, name, @namespace);
        }
    }
}
