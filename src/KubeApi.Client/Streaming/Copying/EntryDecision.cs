namespace KubeApi.Client.Streaming.Copying;

/// <summary>Whether an entry of an archive may be written.</summary>
/// <param name="Path">Its path below the root, normalized; empty for the root, and for a refused entry.</param>
/// <param name="Reason">The reason why it is refused; null if it may be written.</param>
/// <param name="Source">The file of the archive that a hard link shares; null for other entries.</param>
internal readonly record struct EntryDecision(string Path, string? Reason = null, string? Source = null);
