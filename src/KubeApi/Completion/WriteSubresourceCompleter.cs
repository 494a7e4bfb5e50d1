namespace KubeApi.Completion;

/// <summary>Completes the subresources that can be changed.</summary>
public sealed class WriteSubresourceCompleter() : SubresourceCompleter("patch", "update");
