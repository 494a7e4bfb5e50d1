using System.Collections.Specialized;

namespace KubeApi.Output;

/// <summary>
/// An object, or its <c>metadata</c>, whose keys cannot all be properties of one PSObject: for example, they differ only in case. It carries the object's
/// hidden origin.
/// </summary>
internal sealed class ProvenanceDictionary(Provenance origin) : OrderedDictionary(StringComparer.Ordinal)
{
    // Not public, because PowerShell shows a dictionary's public properties as its members.
    internal Provenance Origin { get; } = origin;

    internal ServerCells? Cells { get; init; }
}
