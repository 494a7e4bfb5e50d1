using System.Collections.ObjectModel;

namespace KubeApi.Output;

/// <summary>The changes of one object, in the order of its fields.</summary>
public sealed class DifferenceCollection : ReadOnlyCollection<ObjectDifference>
{
    internal DifferenceCollection(IList<ObjectDifference> changes)
        : base(changes)
    {
    }

    /// <summary>The changes, separated by semicolons, as Export-Csv writes them: <c>spec.replicas: 1 → 3 (kubectl)</c>.</summary>
    public override string ToString() => string.Join("; ", this);
}
