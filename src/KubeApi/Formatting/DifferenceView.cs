using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Output;
using KubeApi.Yaml;

namespace KubeApi.Formatting;

/// <summary>The view of differences: a unified diff with field paths as places. PowerShell removes the colors if the host does not support them.</summary>
public static class DifferenceView
{
    /// <summary>The two lines above the differences of one object.</summary>
    /// <param name="difference">Any difference of the object.</param>
    /// <param name="before">The color of the old value: an escape sequence.</param>
    /// <param name="after">The color of the new value.</param>
    /// <param name="reset">Ends a color.</param>
    public static string Header(ObjectDifference difference, string before, string after, string reset) =>
        $"{before}--- {TerminalText.Clean(difference.Target)}{(difference.Path.Length == 0 ? ", which does not exist yet" : "")}{reset}\n"
        + $"{after}+++ after {TerminalText.Clean(difference.Occasion)}{reset}";

    /// <summary>The lines of one difference, below its path.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="before">The color of the old value: an escape sequence.</param>
    /// <param name="after">The color of the new value.</param>
    /// <param name="place">The color of the path.</param>
    /// <param name="reset">Ends a color.</param>
    public static string Lines(ObjectDifference difference, string before, string after, string place, string reset)
    {
        var (field, path) = (difference.Difference.Field, difference.Path);
        var lines = LineDiff.Between(Yaml(difference.Difference.Before, field, path), Yaml(difference.Difference.After, field, path))
            .Select(l => l.Mark switch
            {
                '-' => $"{before}-{TerminalText.Clean(l.Line)}{reset}",
                '+' => $"{after}+{TerminalText.Clean(l.Line)}{reset}",
                _ => $" {TerminalText.Clean(l.Line)}",
            });
        return string.Join('\n', path.Length == 0 ? lines : lines.Prepend($"{place}@@ {TerminalText.Clean($"{path} @@{Owner(difference)}")}{reset}"));
    }

    /// <summary>One difference as a line: <c>spec.replicas: 1 → 3 (kubectl)</c>.</summary>
    public static string Line(ObjectDifference difference) => TerminalText.Clean(difference.Show(TableCell.Text));

    // Only an apply with -ForceConflicts may change it.
    private static string Owner(ObjectDifference difference) =>
        difference.Manager is { } manager && manager != difference.Applier ? $" owned by {manager}" : "";

    // As in a manifest: with the field's name, or as an item of a list.
    private static string[] Yaml(JsonNode? value, string? field, string path)
    {
        if (value is null)
        {
            return [];
        }

        JsonNode shown = field is not null ? new JsonObject { [field] = value.DeepClone() } : path.Length > 0 ? new JsonArray(value.DeepClone()) : value;
        return YamlLoader.CreateWriter().ToYaml(JsonNodes.Write(shown)).TrimEnd('\n').Split('\n');
    }
}
