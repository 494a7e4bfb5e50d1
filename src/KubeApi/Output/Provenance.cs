using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>The hidden source of an object: a server (<see cref="ObjectOrigin"/>), or a file (<see cref="ManifestPlace"/>).</summary>
internal abstract class Provenance
{
    /// <summary>The provenance of an object; null if it has none, as after Clixml or remoting.</summary>
    public static Provenance? Of(object? o) => OfDictionary(o) ?? (o as PSObject)?.Properties["metadata"] switch
    {
        MetadataProperty lazy => lazy.Origin,
        { Value: var metadata } => OfDictionary(metadata) ?? ((metadata as PSObject)?.Properties["name"] as OriginProperty)?.Origin,
        _ => null,
    };

    /// <summary>Whether the object's name or namespace was changed since it was read, so it identifies another object.</summary>
    public static bool HasMoved(object? o) =>
        ObjectMember.Of(o, "metadata") is PSObject metadata && metadata.Properties["name"] is OriginProperty name && name.HasMoved(metadata);

    private static Provenance? OfDictionary(object? o) => ((o as PSObject)?.BaseObject ?? o) is ProvenanceDictionary dictionary ? dictionary.Origin : null;
}
