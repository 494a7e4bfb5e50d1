namespace KubeApi.Completion;

/// <summary>Completes the subresources of permissions.</summary>
internal sealed class AnySubresourceCompleter() : SubresourceCompleter("get", "create", "update", "patch", "delete");
