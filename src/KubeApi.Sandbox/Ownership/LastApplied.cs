using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// Migration from `kubectl apply` to `kubectl apply --server-side`: the fields in kubectl's annotation belong to kubectl, whatever manager owns them.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Kubectl = "kubectl";

    /// <summary>Whether kubectl may take over all these fields.</summary>
    public static bool Allows(JsonObject live, FieldSet conflicts, Writer writer, ResourceType type) =>
        writer.Manager == Kubectl && conflicts.Except(OwnFields(live, type)).IsEmpty;

    /// <summary>The conflicts about other fields.</summary>
    public static IReadOnlyList<FieldConflict> Remaining(JsonObject live, FieldConflictException conflicts, Writer writer, ResourceType type)
    {
        var own = writer.Manager == Kubectl ? OwnFields(live, type).Paths().ToHashSet(StringComparer.Ordinal) : [];
        return [.. conflicts.Conflicts.Where(conflict => !own.Contains(conflict.Path))];
    }

    /// <summary>Updates an existing annotation with the applied object.</summary>
    public static void Refresh(JsonObject value, JsonObject applied, Writer writer)
    {
        if (writer.Manager != Kubectl || value["metadata"]?["annotations"] is not JsonObject annotations || !annotations.ContainsKey(Annotation))
        {
            return;
        }

        var noted = (JsonObject)applied.DeepClone();
        (noted["metadata"]?["annotations"] as JsonObject)?.Remove(Annotation);
        // Go's encoder escapes HTML characters.
        annotations[Annotation] = JsonText.ToText(Sorted(noted)).Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal) + "\n";
    }

    // The last applied fields that are unchanged.
    private static FieldSet OwnFields(JsonObject live, ResourceType type)
    {
        if (live["metadata"]?["annotations"]?[Annotation]?.ToString() is not { Length: > 0 } text)
        {
            return new FieldSet();
        }

        try
        {
            if (JsonText.Parse(Encoding.UTF8.GetBytes(text)) is not JsonObject last || last.StringAt("apiVersion") != type.ApiVersion)
            {
                return new FieldSet();
            }

            var comparison = Comparison.Of(last, live, type.Schema);
            return FieldCollector.Collect(last, type.Schema).Except(comparison.Modified).Except(comparison.Added).Except(comparison.Removed);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return new FieldSet();
        }
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map =>
            new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone(),
    };
}
