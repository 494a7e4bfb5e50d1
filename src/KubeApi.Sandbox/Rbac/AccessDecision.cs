namespace KubeApi.Sandbox.Rbac;

/// <param name="Reason">The binding that allowed the request, or the missing roles of bindings.</param>
internal readonly record struct AccessDecision(bool IsAllowed, string Reason);
