using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Types;

/// <summary>One version of a CustomResourceDefinition.</summary>
internal sealed class CustomVersion(JsonObject value)
{
    public string Name { get; } = value.StringAt("name") ?? "";

    public bool IsServed { get; } = value.IsTrueAt("served");

    public bool IsStorage { get; } = value.IsTrueAt("storage");

    public JsonObject? Schema { get; } = value.At("schema.openAPIV3Schema") as JsonObject;

    public bool HasStatus { get; } = value.At("subresources.status") is not null;

    public JsonObject? Scale { get; } = value.At("subresources.scale") as JsonObject;

    public JsonArray Columns { get; } = value["additionalPrinterColumns"] as JsonArray ?? [];

    public bool IsDeprecated { get; } = value.IsTrueAt("deprecated");

    /// <summary>The definition's own warning; null for the default.</summary>
    public string? DeprecationWarning { get; } = value.StringAt("deprecationWarning");

    /// <summary>The fields that selectors support: `spec.color`.</summary>
    public IReadOnlyList<string> SelectableFields { get; } =
        [.. value.ObjectsAt("selectableFields").Select(field => (field.StringAt("jsonPath") ?? "").TrimStart('.'))];
}
