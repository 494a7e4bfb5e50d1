namespace KubeApi.Client.Streaming.Copying;

/// <summary>A local item, and the destination of its copy in a container.</summary>
/// <param name="Item">The item.</param>
/// <param name="Target">The final path of its copy, absolute.</param>
/// <param name="Existing">The existing item at the target; null for none.</param>
public sealed record UploadItem(LocalItem Item, string Target, PodItem? Existing);
