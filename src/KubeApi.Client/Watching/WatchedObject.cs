namespace KubeApi.Client.Watching;

/// <summary>An object of a list or a watch, with the metadata that the watch compares.</summary>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid"><c>metadata.uid</c>; empty if the server sends none.</param>
/// <param name="Version"><c>metadata.resourceVersion</c>.</param>
/// <param name="Value">The object itself; the default for an object that was deleted between watches.</param>
public readonly record struct WatchedObject<T>(ObjectKey Key, string Uid, string Version, T? Value);
