using KubeApi.Sandbox.Discovery;

namespace KubeApi.Sandbox.Store;

/// <summary>One write of any resource, for those who act on what others do.</summary>
/// <param name="Object">As written; the last state of a deleted one.</param>
/// <param name="Previous">What was there before.</param>
internal sealed record StoreChange(ResourceType Type, StoreEventType Change, StoredObject Object, StoredObject? Previous);
