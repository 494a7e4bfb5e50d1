namespace KubeApi.Client.Requests;

/// <summary>A permission in the terms of RBAC: a verb on a resource, or on a non-resource path.</summary>
public sealed record AccessAttributes
{
    /// <summary>The verb: <c>get</c>, <c>delete</c>; <c>*</c> for all verbs.</summary>
    public required string Verb { get; init; }

    /// <summary>The API group; empty for the core group, <c>*</c> for all groups.</summary>
    public string Group { get; init; } = "";

    /// <summary>The plural name of the resource; <c>*</c> for all resources; empty for a path.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, as <c>log</c>; empty for the resource itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace; empty for all namespaces, and for a cluster-scoped resource.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of one object; empty for all objects.</summary>
    public string Name { get; init; } = "";

    /// <summary>A non-resource path: <c>/metrics</c>; empty for a resource.</summary>
    public string Path { get; init; } = "";

    /// <summary>The resource with its group and subresource, or the path: <c>deployments.apps/scale</c>.</summary>
    public string Target =>
        Path.Length > 0 ? Path : Resource + (Group.Length == 0 ? "" : $".{Group}") + (Subresource.Length == 0 ? "" : $"/{Subresource}");
}
