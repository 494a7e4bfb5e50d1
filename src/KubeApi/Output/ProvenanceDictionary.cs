using System.Collections.Specialized;

namespace KubeApi.Output;

/// <summary>
/// An object, or its <c>metadata</c>, whose keys cannot all be properties of one PSObject: they differ only in case, say. It carries the
/// object's origin, unseen.
/// </summary>
internal sealed class ProvenanceDictionary(Provenance origin) : OrderedDictionary(StringComparer.Ordinal)
{
    // Not public: PowerShell shows a dictionary's public properties as members of it.
    internal Provenance Origin { get; } = origin;

    internal ServerCells? Cells { get; init; }
}
