using System.Text.Json;
using KubeApi.Client.Configuration;

namespace KubeApi.Yaml;

/// <summary>Writes JSON as YAML in kubectl's block style, and quotes strings that a parser would misread.</summary>
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
