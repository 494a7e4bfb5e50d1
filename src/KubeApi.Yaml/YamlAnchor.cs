using System.Text.Json.Nodes;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>The value of an anchor. Aliases in it are already resolved.</summary>
internal sealed class YamlAnchor(NodeEvent node)
{
    /// <summary>The first event of the value.</summary>
    public NodeEvent Node => node;

    /// <summary>A list or a mapping; null for a scalar, and until the end of the value was read.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>The number of values in it.</summary>
    public int Size { get; set; }

    /// <summary>The number of its levels.</summary>
    public int Height { get; set; }
}
