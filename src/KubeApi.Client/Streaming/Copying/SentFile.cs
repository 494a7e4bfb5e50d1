namespace KubeApi.Client.Streaming.Copying;

/// <summary>A file that was sent in an archive.</summary>
/// <param name="Local">Its local path.</param>
/// <param name="Path">Its path in the container, until all are complete.</param>
/// <param name="Size">The number of bytes that were sent.</param>
/// <param name="Hash">Their SHA-256 in lower-case hex; null if it is not compared.</param>
internal sealed record SentFile(string Local, string Path, long Size, string? Hash);
