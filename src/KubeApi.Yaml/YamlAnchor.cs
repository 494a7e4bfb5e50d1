using System.Text.Json.Nodes;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>The value that an anchor names. An alias in it was resolved when it was read.</summary>
internal sealed class YamlAnchor(NodeEvent node)
{
    /// <summary>The event that begins it.</summary>
    public NodeEvent Node => node;

    /// <summary>A list or a mapping; null for a scalar, and until its end was read.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>How many values it stands for.</summary>
    public int Size { get; set; }

    /// <summary>How many levels it has.</summary>
    public int Height { get; set; }
}
