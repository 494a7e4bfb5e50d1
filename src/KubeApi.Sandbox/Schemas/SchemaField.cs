namespace KubeApi.Sandbox.Schemas;

/// <summary>A declared field of an object.</summary>
/// <param name="Default">The default; `{}` marks an object that always exists.</param>
/// <param name="PatchStrategies">`merge`, `replace` and `retainKeys`, for strategic merge patches.</param>
/// <param name="PatchMergeKey">The key of the items of a merged list.</param>
internal sealed record SchemaField(Schema Type, JsonNode? Default, bool IsRequired, IReadOnlyList<string> PatchStrategies, string? PatchMergeKey);
