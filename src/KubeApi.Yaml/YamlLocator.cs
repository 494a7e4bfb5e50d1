using System.Globalization;
using System.Text.RegularExpressions;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>Finds the position of a field. Parses the input again, so valid input needs no positions.</summary>
internal static partial class YamlLocator
{
    /// <summary>The position of a field in the first document, or of its innermost existing parent; null for none.</summary>
    /// <exception cref="YamlFault">The input is not well-formed.</exception>
    public static int? Find(string yaml, string path)
    {
        var events = new YamlEvents(yaml);
        var next = events.Next();
        while (next is StreamStart or DocumentStart)
        {
            next = events.Next();
        }

        var node = YamlNode.Read(next, events);
        var found = default(int?);
        foreach (Match step in Step().Matches(path))
        {
            if ((step.Groups["name"] is { Success: true } name ? Field(node, name.Value) : Item(node, step.Groups["item"].Value)) is not var (index, value))
            {
                break;
            }

            (found, node) = (index, value);
        }

        return found;
    }

    private static (int Index, YamlNode Value)? Field(YamlNode node, string name) =>
        node.Fields.Find(f => f.Key.Text == name) is { Key: { } key, Value: var value } ? (key.Index, value) : null;

    // A number, the fields that are the item's key, or the key of a mapping.
    private static (int Index, YamlNode Value)? Item(YamlNode node, string item)
    {
        if (node.Items.Count == 0)
        {
            return Field(node, item.Trim('"'));
        }

        var found = int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? node.Items.ElementAtOrDefault(index)
            : node.Items.Find(i => item.Split(',').All(pair => pair.Split('=', 2) is [var key, var value] && Field(i, key)?.Value.Text == value.Trim('"')));
        return found is null ? null : (found.Index, found);
    }

    [GeneratedRegex(@"(?<name>[^.\[\]]+)|\[(?<item>[^\]]*)\]")]
    private static partial Regex Step();
}
