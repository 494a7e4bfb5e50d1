using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Binding;

/// <summary>Identifies an object that came through the pipeline, with its origin if it still has one. A null namespace means the session's.</summary>
internal sealed record ObjectIdentity(string ApiVersion, string Kind, string? Namespace, string Name, ObjectOrigin? Origin)
{
    /// <summary>The object's <c>metadata.uid</c>; null for an object that no server has stored.</summary>
    public string? Uid { get; private init; }

    /// <summary>The identity of an object; null if it has no kind or no name. Objects from <c>ConvertFrom-Json</c> have one, too.</summary>
    public static ObjectIdentity? Of(PSObject o)
    {
        var metadata = ObjectMember.Of(o, "metadata");
        var (apiVersion, kind, name) = (
            ObjectMember.Of(o, "apiVersion") as string, ObjectMember.Of(o, "kind") as string, ObjectMember.Of(metadata, "name") as string);
        var @namespace = ObjectMember.Of(metadata, "namespace") as string;
        return apiVersion is null || kind is null || string.IsNullOrEmpty(name)
            ? null
            : new ObjectIdentity(apiVersion, kind, IsOfText(@namespace, o) ? null : @namespace, name, ObjectOrigin.Of(o))
            {
                Uid = ObjectMember.Of(metadata, "uid") as string,
            };
    }

    /// <summary>The object's own namespace, else the given one; null for neither.</summary>
    /// <exception cref="ArgumentException">The object has another namespace, or several were given.</exception>
    public string? NamespaceOr(string[]? wanted) =>
        wanted is null || (wanted is [var only] && only == (Namespace ?? only)) ? Namespace ?? wanted?[0]
        : throw new ArgumentException(Namespace is null
            ? $"{this} is in a single namespace. Use one value for -Namespace, or omit it."
            : $"{this} is in namespace '{Namespace}', but -Namespace is '{string.Join(", ", wanted)}'. Omit one of them.");

    // An empty namespace in YAML or JSON means none.
    private static bool IsOfText(string? @namespace, PSObject o) => @namespace is "" && Provenance.Of(o) is ManifestPlace && !Provenance.HasMoved(o);

    /// <summary>The kind and name: <c>Pod/web-1</c>.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
