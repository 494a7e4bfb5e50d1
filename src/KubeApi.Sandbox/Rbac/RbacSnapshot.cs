using System.Collections.Immutable;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Rbac;

/// <summary>The four sets of RBAC objects; an unchanged set is the same instance, so changes are cheap to detect.</summary>
internal sealed record RbacSnapshot(
    ImmutableSortedSet<StoredObject> Roles,
    ImmutableSortedSet<StoredObject> RoleBindings,
    ImmutableSortedSet<StoredObject> ClusterRoles,
    ImmutableSortedSet<StoredObject> ClusterRoleBindings)
{
    public bool IsSameAs(RbacSnapshot other) =>
        ReferenceEquals(Roles, other.Roles)
        && ReferenceEquals(RoleBindings, other.RoleBindings)
        && ReferenceEquals(ClusterRoles, other.ClusterRoles)
        && ReferenceEquals(ClusterRoleBindings, other.ClusterRoleBindings);
}
