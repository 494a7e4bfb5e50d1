namespace KubeApi.Client.Streaming.Copying;

/// <summary>A local item, and where its copy goes in a container.</summary>
/// <param name="Item">The item.</param>
/// <param name="Target">The final path of its copy, absolute.</param>
/// <param name="Existing">The existing item at the target; null for none.</param>
public sealed record UploadItem(LocalItem Item, string Target, PodItem? Existing);
