namespace KubeApi.Sandbox.Rbac;

/// <param name="Reason">Which binding opened the door, or which role a binding names in vain.</param>
internal readonly record struct AccessDecision(bool IsAllowed, string Reason);
