namespace KubeApi.Client.Errors;

/// <summary>The target of a request in terms of RBAC, to explain a denial.</summary>
/// <param name="Verb">The API verb: get, list, create, update, patch, delete, watch.</param>
/// <param name="Resource">The resource's plural name with its group, such as <c>deployments.apps</c>, and a subresource after a slash.</param>
/// <param name="Namespace">The namespace; null for cluster scope, or for all namespaces.</param>
/// <param name="Name">The object's name; null for a collection.</param>
public sealed record RequestTarget(string Verb, string Resource, string? Namespace, string? Name);
