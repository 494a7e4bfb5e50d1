namespace KubeApi.Completion;

/// <summary>Completes the subresources that can be read.</summary>
public sealed class ReadSubresourceCompleter() : SubresourceCompleter("get");
