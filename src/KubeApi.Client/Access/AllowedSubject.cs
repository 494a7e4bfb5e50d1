namespace KubeApi.Client.Access;

/// <summary>A subject that a binding allows something.</summary>
/// <param name="Kind">User, Group or ServiceAccount.</param>
/// <param name="Name">The name of the user, group or service account.</param>
/// <param name="Namespace">The namespace of a service account; empty for users and groups.</param>
/// <param name="Scope">The namespace that the binding holds for; empty for all namespaces and for cluster-scoped resources.</param>
/// <param name="Binding">The binding: <c>RoleBinding/dev</c>.</param>
/// <param name="Role">The role: <c>ClusterRole/edit</c>.</param>
public sealed record AllowedSubject(string Kind, string Name, string Namespace, string Scope, string Binding, string Role);
