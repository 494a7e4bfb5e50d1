using System.Text.Json.Nodes;

namespace KubeApi.Client.Comparing;

/// <summary>One field in which two objects differ.</summary>
/// <param name="Path">Its path: <c>spec.template.spec.containers[name=web].image</c>; empty for the object as a whole.</param>
/// <param name="Field">The last name of the path; null for an item of a list, and for the object.</param>
/// <param name="Before">The value before; null for none.</param>
/// <param name="After">The value after; null for none.</param>
public sealed record FieldDifference(string Path, string? Field, JsonNode? Before, JsonNode? After)
{
    /// <summary>The field manager that owns the field now; several are separated by commas. Null for none, as for an added field.</summary>
    public string? Manager { get; init; }

    /// <summary>The kind of the difference.</summary>
    public DifferenceKind Change => Before is null ? DifferenceKind.Added : After is null ? DifferenceKind.Removed : DifferenceKind.Changed;
}
