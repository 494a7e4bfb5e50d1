using System.Globalization;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;

namespace KubeApi.Formatting;

/// <summary>The cells of the table of fields.</summary>
public static class SchemaView
{
    /// <summary>The name, indented below the field that has it.</summary>
    public static string Name(SchemaField field) => new string(' ', 2 * field.Depth) + TerminalText.Clean(field.Name);

    /// <summary>The allowed values and the default, then the first paragraph of the description, on one line.</summary>
    public static string Description(SchemaField field)
    {
        var text = string.Join(' ', field.Description.Split("\n\n")[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var values = string.Join(", ", field.Enum);
        var fallback = field.Default is { } value ? string.Create(CultureInfo.InvariantCulture, $"default {value}") : "";
        return string.Join("; ", new[] { values, fallback }.Where(t => t.Length > 0)) is { Length: > 0 } facts
            ? TerminalText.Clean($"({facts}) {text}") : TerminalText.Clean(text);
    }
}
