namespace KubeApi.Client.Streaming.Copying;

/// <summary>An item of a container, and the destination of its copy on this machine.</summary>
/// <param name="Item">The item.</param>
/// <param name="Target">The final path of its copy, in full.</param>
public sealed record DownloadItem(PodItem Item, string Target);
