using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>One of `metadata.ownerReferences`.</summary>
internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool BlocksOwner)
{
    /// <summary>The owners of an object; none for null.</summary>
    public static IReadOnlyList<OwnerReference> Of(StoredObject? stored) =>
        [.. (stored?.Metadata("ownerReferences") as JsonArray ?? []).OfType<JsonObject>().Select(Read)];

    private static OwnerReference Read(JsonObject reference) => new(
        reference.StringAt("apiVersion") ?? "",
        reference.StringAt("kind") ?? "",
        reference.StringAt("name") ?? "",
        reference.StringAt("uid") ?? "",
        reference.IsTrueAt("blockOwnerDeletion"));
}
