using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>One object on one server.</summary>
/// <param name="Session">The server.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Namespace">The namespace; null for a cluster-scoped object.</param>
/// <param name="Name">The name; empty if the server generates one.</param>
internal sealed record ObjectTarget(KubeApiSession Session, ApiResource Type, string? Namespace, string Name)
{
    /// <summary>Whether the command changes objects of several resource types.</summary>
    public bool IsOneOfSeveralTypes { get; init; }

    /// <summary>Whether deleting it deletes the objects in it.</summary>
    public bool IsContainer => Type is { Kind: "Namespace", Group: "" } or { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" };

    /// <summary>Whether its values must not be shown.</summary>
    public bool IsSecret => Type is { Kind: "Secret", Group: "" };

    /// <summary><c>Pod/web-1 in namespace 'demo' at https://… (session 'production')</c></summary>
    public override string ToString() => $"{Type.Kind}/{(Name.Length > 0 ? Name : "…")}{Place}";

    /// <summary><c> in namespace 'demo' at https://… (session 'production')</c></summary>
    public string Place => $"{(Namespace is null ? "" : $" in namespace '{Namespace}'")} at {Session.Server} (session '{Session.Name}')";

    /// <summary>The namespace of an object: its own, else the given one, else the session's.</summary>
    /// <exception cref="ArgumentException">The object has another namespace than the given one.</exception>
    /// <exception cref="FormatException">The object's namespace is null or empty, so the session's might be the wrong one.</exception>
    public static string? NamespaceOf(ApiResource type, Manifest manifest, string? wanted, KubeApiSession session) =>
        !type.Namespaced ? null
        : wanted is null && manifest.HasEmptyNamespace
            ? throw new FormatException(
                $"{manifest}: metadata.namespace is null or empty. Omit it for the session's namespace ('{session.Namespace}'), or use -Namespace.")
        : manifest.Namespace is null || wanted is null || wanted == manifest.Namespace ? manifest.Namespace ?? wanted ?? session.Namespace
        : throw new ArgumentException($"{manifest} is in namespace '{manifest.Namespace}', but -Namespace is '{wanted}'. Omit one of them.");
}
