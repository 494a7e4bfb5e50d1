namespace KubeApi.Client.Watching;

/// <summary>One change of one object.</summary>
public readonly record struct WatchEvent<T>(WatchEventType Type, WatchedObject<T> Item);
