using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>The properties in which the objects of one command differ, which the view shows.</summary>
/// <param name="HasSessions">Objects of several sessions.</param>
/// <param name="HasNamespaces">Objects of several namespaces.</param>
/// <param name="HasTypes">Objects of several resource types.</param>
internal readonly record struct ViewScope(bool HasSessions, bool HasNamespaces, bool HasTypes)
{
    /// <summary>Manifests, which are shown as they are read; manifests of other types may follow.</summary>
    public static ViewScope OfManifests { get; } = new(HasSessions: false, HasNamespaces: true, HasTypes: true);

    /// <summary>The scope that an object was read in. Objects are read again one by one, and the command does not see that there are several.</summary>
    public static ViewScope Of(PSObject? o) => o is null ? default : new(
        o.TypeNames.Contains(ViewTypeNames.OfSession),
        o.TypeNames.Any(n => n.StartsWith(ViewTypeNames.OfNamespace, StringComparison.Ordinal)),
        o.TypeNames.Contains(ViewTypeNames.OfType));

    /// <summary>The union of two scopes.</summary>
    public ViewScope And(ViewScope other) => new(HasSessions || other.HasSessions, HasNamespaces || other.HasNamespaces, HasTypes || other.HasTypes);
}
