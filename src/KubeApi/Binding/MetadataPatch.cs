using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;

namespace KubeApi.Binding;

/// <summary>Creates the merge patch for -Label and -Annotation.</summary>
internal static class MetadataPatch
{
    /// <summary>The patch; empty if both are null.</summary>
    /// <param name="labels">Labels; a null value removes one.</param>
    /// <param name="annotations">Annotations, likewise.</param>
    /// <exception cref="ArgumentException">A key is empty, or a value is not a string.</exception>
    public static JsonObject Of(IDictionary? labels, IDictionary? annotations)
    {
        var metadata = new JsonObject();
        foreach (var (field, given) in new[] { ("labels", labels), ("annotations", annotations) })
        {
            if (given is { Count: > 0 })
            {
                metadata[field] = new JsonObject(given.Cast<DictionaryEntry>().Select(e => Entry(field, e)));
            }
        }

        return metadata.Count > 0 ? new JsonObject { ["metadata"] = metadata } : [];
    }

    private static KeyValuePair<string, JsonNode?> Entry(string field, DictionaryEntry entry)
    {
        var key = $"{entry.Key}";
        return key.Length > 0
            ? new(key, Text(field, key, EmptyValue.Unwrap(entry.Value)))
            : throw new ArgumentException($"A key of the {field} is empty.");
    }

    // The API accepts only strings.
    private static JsonNode? Text(string field, string key, object? value) => value switch
    {
        null => null,
        string text => text,
        bool isTrue => isTrue ? "true" : "false",
        ValueType number => Convert.ToString(number, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"The value of '{key}' in the {field} is {Articles.Before(value.GetType().Name)}, not a string."),
    };
}
