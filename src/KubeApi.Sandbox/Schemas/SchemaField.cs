using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Schemas;

/// <summary>A declared field of an object.</summary>
/// <param name="Default">What an absent field is; `{}` marks an object that is always there.</param>
/// <param name="PatchStrategies">`merge`, `replace` and `retainKeys`, for strategic merge patches.</param>
/// <param name="PatchMergeKey">The member that tells the items of a merged list apart.</param>
internal sealed record SchemaField(Schema Type, JsonNode? Default, bool IsRequired, IReadOnlyList<string> PatchStrategies, string? PatchMergeKey);
