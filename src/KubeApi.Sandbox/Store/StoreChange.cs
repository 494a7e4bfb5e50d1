using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Store;

/// <summary>One write of any resource, for controllers and observers.</summary>
/// <param name="Object">The written object; the last state of a deleted one.</param>
/// <param name="Previous">The previous state.</param>
internal sealed record StoreChange(ResourceType Type, StoreEventType Change, StoredObject Object, StoredObject? Previous);
