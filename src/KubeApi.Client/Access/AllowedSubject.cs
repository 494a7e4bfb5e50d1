namespace KubeApi.Client.Access;

/// <summary>A subject to which a binding grants a permission.</summary>
/// <param name="Kind">User, Group or ServiceAccount.</param>
/// <param name="Name">The name of the user, group or service account.</param>
/// <param name="Namespace">The namespace of a service account; empty for users and groups.</param>
/// <param name="Scope">The namespace that the binding applies to; empty for a ClusterRoleBinding.</param>
/// <param name="Binding">The binding: <c>RoleBinding/dev</c>.</param>
/// <param name="Role">The role: <c>ClusterRole/edit</c>.</param>
public sealed record AllowedSubject(string Kind, string Name, string Namespace, string Scope, string Binding, string Role);
