using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeApi.Yaml;

/// <summary>Finds where a field stands. The text is read again for it, so that nothing is kept of texts that are right.</summary>
internal static partial class YamlLocator
{
    /// <summary>The place of a field, or of the innermost that is there of what holds it; null for none.</summary>
    public static (int Line, int Column)? Find(string yaml, int document, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // It is only to be helpful.
            return null;
        }

        (int, int)? place = null;
        var node = document <= stream.Documents.Count ? stream.Documents[document - 1].RootNode : null;
        foreach (Match step in Step().Matches(path))
        {
            var found = step.Groups["name"] is { Success: true } name ? Field(node, name.Value) : Item(node, step.Groups["item"].Value);
            if (found is not var (at, value))
            {
                break;
            }

            place = ((int)at.Line, (int)at.Column);
            node = value;
        }

        return place;
    }

    private static (Mark At, YamlNode Value)? Field(YamlNode? node, string name)
    {
        var pair = (node as YamlMappingNode)?.Children.FirstOrDefault(p => p.Key is YamlScalarNode key && key.Value == name);
        return pair is { Key: { } found, Value: var value } ? (found.Start, value) : null;
    }

    // A number, the fields that are the item's key, or the key of a mapping.
    private static (Mark At, YamlNode Value)? Item(YamlNode? node, string item)
    {
        if (node is not YamlSequenceNode list)
        {
            return Field(node, item.Trim('"'));
        }

        var found = int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? list.Children.ElementAtOrDefault(index)
            : list.Children.FirstOrDefault(child => item.Split(',').All(pair => pair.Split('=', 2) is [var key, var value] && Field(child, key)?.Value is YamlScalarNode scalar && scalar.Value == value.Trim('"')));
        return found is null ? null : (found.Start, found);
    }

    [GeneratedRegex(@"(?<name>[^.\[\]]+)|\[(?<item>[^\]]*)\]")]
    private static partial Regex Step();
}
