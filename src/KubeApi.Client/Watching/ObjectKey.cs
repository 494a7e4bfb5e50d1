namespace KubeApi.Client.Watching;

/// <summary>Names an object among those of its resource type.</summary>
/// <param name="Namespace">The namespace; empty for a cluster-scoped object.</param>
/// <param name="Name">The name.</param>
public readonly record struct ObjectKey(string Namespace, string Name);
