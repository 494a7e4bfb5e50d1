using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>The target of one pipeline input in one session: the object of a name, in each of the namespaces.</summary>
/// <param name="Session">The session.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Namespaces">The namespaces, at least one; ignored for a cluster-scoped type.</param>
/// <param name="Name">The object's name.</param>
internal sealed record InputTarget(KubeApiSession Session, ApiResource Type, IReadOnlyList<string> Namespaces, string Name)
{
    /// <summary>The uid that the object must have; null for any object of the name.</summary>
    public string? Uid { get; init; }

    /// <summary>The subresource that the input was read as; null for the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>The objects, one for each namespace.</summary>
    public IEnumerable<ObjectTarget> Objects => Type.Namespaced
        ? Namespaces.Select(n => new ObjectTarget(Session, Type, n, Name))
        : [new ObjectTarget(Session, Type, null, Name)];
}
