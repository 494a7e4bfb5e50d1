namespace KubeApi.Client.Access;

/// <summary>The server's decision about one permission.</summary>
/// <param name="IsAllowed">Whether the permission is granted.</param>
/// <param name="Reason">The reason: <c>RBAC: allowed by RoleBinding "dev/shop" …</c>; empty if the server gave no reason.</param>
public sealed record AccessDecision(bool IsAllowed, string Reason);
