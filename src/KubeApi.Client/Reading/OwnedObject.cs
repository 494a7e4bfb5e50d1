using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>An object that has owners, by its metadata.</summary>
/// <param name="Type">Its resource type.</param>
/// <param name="Namespace">Its namespace; null for a cluster-scoped object.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
public sealed record OwnedObject(ApiResource Type, string? Namespace, string Name, string Uid);
