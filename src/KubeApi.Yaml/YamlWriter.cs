using System.Text.Json;
using KubeApi.Client.Configuration;

namespace KubeApi.Yaml;

/// <summary>Writes JSON as the YAML that kubectl and people write: block style, with what some reader would misread in quotes.</summary>
public sealed class YamlWriter : IYamlWriter
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 512 };

    /// <inheritdoc/>
    public string ToYaml(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, s_options);
        return new YamlBlocks().Write(document.RootElement);
    }
}
