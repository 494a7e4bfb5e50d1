using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Rbac;

/// <summary>Authorizes requests by the current roles and bindings.</summary>
internal sealed class RbacAuthorizer
{
    private readonly ObjectStore _store;
    private readonly ResourceType _roles;
    private readonly ResourceType _roleBindings;
    private readonly ResourceType _clusterRoles;
    private readonly ResourceType _clusterRoleBindings;
    private RbacPolicy? _policy;

    public RbacAuthorizer(ObjectStore store, ResourceCatalog catalog)
    {
        const string group = "rbac.authorization.k8s.io";
        _store = store;
        _roles = catalog.Find(group, "v1", "roles")!;
        _roleBindings = catalog.Find(group, "v1", "rolebindings")!;
        _clusterRoles = catalog.Find(group, "v1", "clusterroles")!;
        _clusterRoleBindings = catalog.Find(group, "v1", "clusterrolebindings")!;
    }

    public AccessDecision Decide(User user, AccessRequest access)
    {
        if (user.Groups.Contains(User.Masters))
        {
            return new AccessDecision(true, "");
        }

        var missing = new List<string>();
        foreach (var (binding, subject, rule) in Policy().RulesFor(user, access.Namespace))
        {
            if (rule is null)
            {
                missing.Add(Missing(binding));
            }
            else if (rule.Allows(access))
            {
                return new AccessDecision(true, Reason(binding, subject));
            }
        }

        return new AccessDecision(false, missing.Count == 0 ? "" : "RBAC: " + Join(missing));
    }

    /// <summary>All rules of the user in a namespace.</summary>
    public IEnumerable<PolicyRule> RulesFor(User user, string @namespace) =>
        Policy().RulesFor(user, @namespace).Where(found => found.Rule is not null).Select(found => found.Rule!);

    private static string Join(IReadOnlyList<string> errors) =>
        errors.Distinct(StringComparer.Ordinal).ToList() is var different && different.Count == 1 ? different[0] : $"[{string.Join(", ", different)}]";

    private static string Missing(Binding binding) => $"{binding.RoleKind.ToLowerInvariant()}.rbac.authorization.k8s.io \"{binding.RoleName}\" not found";

    private static string Reason(Binding binding, string subject)
    {
        var kind = binding.Namespace.Length == 0 ? "ClusterRoleBinding" : "RoleBinding";
        var name = binding.Namespace.Length == 0 ? binding.Name : $"{binding.Name}/{binding.Namespace}";
        return $"RBAC: allowed by {kind} \"{name}\" of {binding.RoleKind} \"{binding.RoleName}\" to {subject}";
    }

    private RbacPolicy Policy()
    {
        var snapshot = _store.Atomically(() => new RbacSnapshot(
            _store.Snapshot(_roles).Objects,
            _store.Snapshot(_roleBindings).Objects,
            _store.Snapshot(_clusterRoles).Objects,
            _store.Snapshot(_clusterRoleBindings).Objects));
        if (_policy is { } policy && policy.Snapshot.IsSameAs(snapshot))
        {
            return policy;
        }

        return _policy = new RbacPolicy(snapshot);
    }
}
