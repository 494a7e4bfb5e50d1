using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>What a definition says of the objects of one of its versions.</summary>
/// <param name="Schema">The OpenAPI schema; null if there is none, and everything is kept.</param>
internal sealed record CustomRules(CustomDefinition Definition, CustomVersion Version, JsonObject? Schema)
{
    /// <summary>The schema has rules in CEL, which the sandbox does not evaluate.</summary>
    public bool HasExpressions { get; } = Schema is not null && HasExpression(Schema);

    /// <summary>Where the Scale finds its numbers, as dotted paths; null for a kind that does not scale.</summary>
    public (string Desired, string Actual, string? Selector)? ScalePaths { get; } = Version.Scale is { } scale
        ? (Path(scale, "specReplicasPath")!, Path(scale, "statusReplicasPath")!, Path(scale, "labelSelectorPath"))
        : null;

    /// <summary>What a client is told with each write of an object whose rules nobody has looked at.</summary>
    public string ExpressionWarning => $"the sandbox does not evaluate the x-kubernetes-validations rules of {Definition.Name}";

    public static bool HasExpression(JsonNode? schema) => schema switch
    {
        JsonObject map => map["x-kubernetes-validations"] is JsonArray { Count: > 0 } || map.Any(member => HasExpression(member.Value)),
        JsonArray list => list.Any(HasExpression),
        _ => false,
    };

    private static string? Path(JsonObject scale, string name) => scale.StringAt(name)?.TrimStart('.');
}
