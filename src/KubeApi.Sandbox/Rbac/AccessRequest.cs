namespace KubeApi.Sandbox.Rbac;

/// <summary>What somebody wants to do: a verb on a resource, or on a path that is none.</summary>
internal sealed record AccessRequest
{
    public required string Verb { get; init; }

    public bool IsResource { get; init; } = true;

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Of a request that is not for a resource.</summary>
    public string Path { get; init; } = "";
}
