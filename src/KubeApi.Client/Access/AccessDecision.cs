namespace KubeApi.Client.Access;

/// <summary>The server's decision whether a user may do something.</summary>
/// <param name="IsAllowed">Whether it is allowed.</param>
/// <param name="Reason">Why, as <c>RBAC: allowed by RoleBinding "dev/shop" …</c>; empty if the server gave no reason.</param>
public sealed record AccessDecision(bool IsAllowed, string Reason);
