using System.Buffers;
using System.Text.Json;
using KubeApi.Client.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Reads YAML as kubectl does (sigs.k8s.io/yaml: YAML 1.1 words and numbers), and writes it as JSON.</summary>
public sealed class YamlReader : IYamlReader
{
    /// <inheritdoc/>
    public byte[] ToJson(string yaml)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            using var writer = new Utf8JsonWriter(output);
            if (parser.TryConsume<DocumentStart>(out _))
            {
                new YamlToJson(parser, writer).WriteValue();
            }
            else
            {
                writer.WriteNullValue();
            }
        }
        catch (YamlException e)
        {
            // Only the place is told: the text may hold tokens, and YamlDotNet's messages quote it.
            throw new FormatException($"line {e.Start.Line}, column {e.Start.Column}: {YamlFault.Describe(e)}");
        }

        return output.WrittenSpan.ToArray();
    }
}
