using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Types;

/// <summary>The rules for the objects of one version of a definition.</summary>
/// <param name="Schema">The OpenAPI schema; null if there is none and all fields are kept.</param>
internal sealed record CustomRules(CustomDefinition Definition, CustomVersion Version, JsonObject? Schema)
{
    /// <summary>Whether the schema has CEL rules, which the sandbox does not evaluate.</summary>
    public bool HasExpressions { get; } = Schema is not null && HasExpression(Schema);

    /// <summary>The dotted paths of the Scale's numbers; null without a scale.</summary>
    public (string Desired, string Actual, string? Selector)? ScalePaths { get; } = Version.Scale is { } scale
        ? (Path(scale, "specReplicasPath")!, Path(scale, "statusReplicasPath")!, Path(scale, "labelSelectorPath"))
        : null;

    /// <summary>The warning of each write of an object whose CEL rules were not evaluated.</summary>
    public string ExpressionWarning => $"the sandbox does not evaluate the x-kubernetes-validations rules of {Definition.Name}";

    public static bool HasExpression(JsonNode? schema) => schema switch
    {
        JsonObject map => map["x-kubernetes-validations"] is JsonArray { Count: > 0 } || map.Any(member => HasExpression(member.Value)),
        JsonArray list => list.Any(HasExpression),
        _ => false,
    };

    private static string? Path(JsonObject scale, string name) => scale.StringAt(name)?.TrimStart('.');
}
