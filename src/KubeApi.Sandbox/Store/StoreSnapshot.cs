using System.Collections.Immutable;

namespace KubeApi.Sandbox.Store;

/// <summary>All objects of a resource at one version.</summary>
internal readonly record struct StoreSnapshot(long Version, ImmutableSortedSet<StoredObject> Objects)
{
    /// <summary>The index of the first object whose key is not before this one.</summary>
    public int IndexOf(string key)
    {
        var index = Objects.IndexOf(StoredObject.Probe(key));
        return index < 0 ? ~index : index;
    }

    /// <summary>The range of indices of a namespace; of everything for null.</summary>
    public (int Start, int End) Range(string? @namespace) =>
        // '0' is the character after '/': the end of all keys that begin with "namespace/".
        @namespace is null ? (0, Objects.Count) : (IndexOf(@namespace + "/"), IndexOf(@namespace + "0"));

    /// <summary>The objects of a namespace.</summary>
    public IEnumerable<StoredObject> In(string @namespace)
    {
        var (start, end) = Range(@namespace);
        for (var index = start; index < end; index++)
        {
            yield return Objects[index];
        }
    }
}
