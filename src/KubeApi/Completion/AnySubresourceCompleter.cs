namespace KubeApi.Completion;

/// <summary>Completes the subresources that a permission can be about.</summary>
internal sealed class AnySubresourceCompleter() : SubresourceCompleter("get", "create", "update", "patch", "delete");
