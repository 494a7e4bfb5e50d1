using System.Collections.Immutable;

namespace KubeApi.Sandbox.Store;

/// <summary>One write, and all objects of the resource after it, for watches and pages of lists.</summary>
/// <param name="Object">The object as written; the deleted one carries the version of its deletion.</param>
/// <param name="Previous">The previous state, to detect whether the object entered or left a selector.</param>
internal sealed record StoreEvent(StoreEventType Type, StoredObject Object, StoredObject? Previous, ImmutableSortedSet<StoredObject> Objects)
{
    public long Version => Object.Version;
}
