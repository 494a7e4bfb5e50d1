using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>One object of one server, to be changed.</summary>
/// <param name="Session">The server.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Namespace">The namespace; null for what has none.</param>
/// <param name="Name">The name; empty where the server is to make one.</param>
internal sealed record ObjectTarget(KubeApiSession Session, ApiResource Type, string? Namespace, string Name)
{
    /// <summary>Whether the command changes objects of several resource types.</summary>
    public bool IsOneOfSeveralTypes { get; init; }

    /// <summary>Whether much goes with it when it is deleted.</summary>
    public bool IsContainer => Type is { Kind: "Namespace", Group: "" } or { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" };

    /// <summary>Whether its values are nobody's business.</summary>
    public bool IsSecret => Type is { Kind: "Secret", Group: "" };

    /// <summary><c>Pod/web-1 in namespace 'demo' at https://… (session 'production')</c></summary>
    public override string ToString() => $"{Type.Kind}/{(Name.Length > 0 ? Name : "…")}{Place}";

    /// <summary><c> in namespace 'demo' at https://… (session 'production')</c></summary>
    public string Place => $"{(Namespace is null ? "" : $" in namespace '{Namespace}'")} at {Session.Server} (session '{Session.Name}')";

    /// <summary>Where one is meant by whoever said little: the object's own namespace, else the one that was asked for, else the session's.</summary>
    /// <exception cref="ArgumentException">The object says one, and the user another.</exception>
    /// <exception cref="FormatException">The object's namespace is null or empty: the session's would be another one than was meant.</exception>
    public static string? NamespaceOf(ApiResource type, Manifest manifest, string? wanted, KubeApiSession session) =>
        !type.Namespaced ? null
        : wanted is null && manifest.HasEmptyNamespace
            ? throw new FormatException(
                $"{manifest}: metadata.namespace is null or empty. Omit it for the session's namespace ('{session.Namespace}'), or use -Namespace.")
        : manifest.Namespace is null || wanted is null || wanted == manifest.Namespace ? manifest.Namespace ?? wanted ?? session.Namespace
        : throw new ArgumentException($"{manifest} is in namespace '{manifest.Namespace}', but -Namespace is '{wanted}'. Omit one of them.");
}
