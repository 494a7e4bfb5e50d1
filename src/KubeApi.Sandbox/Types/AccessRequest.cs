namespace KubeApi.Sandbox.Types;

/// <summary>The attributes of a request for authorization: a verb on a resource, or on a non-resource path.</summary>
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

    /// <summary>The path of a non-resource request.</summary>
    public string Path { get; init; } = "";
}
