using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>A YAML value with its position. An alias is a scalar.</summary>
internal sealed class YamlNode
{
    /// <summary>Its start, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>A scalar's string; null for a list or a mapping.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <summary>The fields of a mapping.</summary>
    public List<(YamlNode Key, YamlNode Value)> Fields { get; } = [];

    /// <summary>Reads the value that starts with an event.</summary>
    /// <exception cref="YamlFault">The input is not well-formed.</exception>
    public static YamlNode Read(ParsingEvent next, YamlEvents events)
    {
        var node = new YamlNode { Index = next.Start.Index, Text = (next as Scalar)?.Value };
        if (next is SequenceStart)
        {
            for (var item = events.Next(); item is not SequenceEnd; item = events.Next())
            {
                node.Items.Add(Read(item, events));
            }
        }
        else if (next is MappingStart)
        {
            for (var key = events.Next(); key is not MappingEnd; key = events.Next())
            {
                node.Fields.Add((Read(key, events), Read(events.Next(), events)));
            }
        }

        return node;
    }
}
