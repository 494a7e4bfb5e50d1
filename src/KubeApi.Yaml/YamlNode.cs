using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>A value of a YAML text with its place. An alias is a scalar of its own.</summary>
internal sealed class YamlNode
{
    /// <summary>Where it begins, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>A scalar's string; null for a list or a mapping.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <summary>The fields of a mapping.</summary>
    public List<(YamlNode Key, YamlNode Value)> Fields { get; } = [];

    /// <summary>The value that an event begins.</summary>
    /// <exception cref="YamlFault">The text is not well-formed.</exception>
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
