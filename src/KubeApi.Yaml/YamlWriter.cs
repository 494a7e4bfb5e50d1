using System.Text.Json;
using KubeApi.Client.Configuration;
using KubeApi.Client.Json;

namespace KubeApi.Yaml;

/// <summary>Writes JSON as YAML in kubectl's block style, and quotes strings that a parser would misread.</summary>
public sealed class YamlWriter : IYamlWriter
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <inheritdoc/>
    public string ToYaml(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, s_options);
        return new YamlBlocks().Write(document.RootElement);
    }
}
