namespace KubeApi.Completion;

/// <summary>Completes the subresources that can be changed.</summary>
internal sealed class WriteSubresourceCompleter() : SubresourceCompleter("patch", "update");
