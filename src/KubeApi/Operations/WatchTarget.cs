using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>The objects of one watch: of a resource type, in one namespace or in all of them.</summary>
/// <param name="Session">The session.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Namespace">The namespace; null for all, and for cluster-scoped types.</param>
internal sealed record WatchTarget(KubeApiSession Session, ApiResource Type, string? Namespace)
{
    /// <summary>Whether its objects are in any of the namespaces, so a name alone does not identify an object.</summary>
    public bool IsInAnyNamespace => Type.Namespaced && Namespace is null;

    /// <summary>The object of a name; not for objects in any namespace.</summary>
    public ObjectTarget ToObject(string name) => new(Session, Type, Namespace, name);

    /// <summary>The failure of its watch; if the server does not know the path, that its type is no longer served.</summary>
    public Exception Explain(Exception failure) => ErrorRecords.IsMissingPath(failure)
        ? new KubeApiException(
            FailureKind.ResourceTypeNotFound, $"The server no longer serves the resource type {Type.FullName}, which ended the watch.", failure)
        : failure;

    /// <summary>The type, and the namespace if there is one, for messages.</summary>
    public override string ToString() => Namespace is null ? Type.FullName : $"{Type.FullName} in namespace '{Namespace}'";
}
