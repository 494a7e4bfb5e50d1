namespace KubeApi.Client.Streaming.Copying;

/// <summary>A file that came in an archive.</summary>
/// <param name="Source">Its path in the container.</param>
/// <param name="Local">Its local path, until all are complete.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Hash">Its SHA-256 in lower-case hex; null if it is not compared.</param>
internal sealed record ReceivedFile(string Source, string Local, long Size, string? Hash);
