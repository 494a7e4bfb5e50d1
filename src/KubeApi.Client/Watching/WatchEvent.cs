namespace KubeApi.Client.Watching;

/// <summary>One change of one object.</summary>
/// <param name="Type">The type of the event.</param>
/// <param name="Item">The object.</param>
/// <param name="EndsList">True for the end of a list, which is not a change: all existing objects have been reported. Only if requested.</param>
/// <param name="IsEmpty">Whether no object exists at the end of a list.</param>
public readonly record struct WatchEvent<T>(WatchEventType Type, WatchedObject<T> Item, bool EndsList = false, bool IsEmpty = false);
