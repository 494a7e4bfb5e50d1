namespace KubeApi.Completion;

/// <summary>Completes the subresources that can be read.</summary>
internal sealed class ReadSubresourceCompleter() : SubresourceCompleter("get");
