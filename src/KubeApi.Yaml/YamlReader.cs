using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Reads YAML as kubectl does (sigs.k8s.io/yaml: YAML 1.1 words and numbers), and writes it as JSON. What is JSON is read as such.</summary>
public sealed class YamlReader : IYamlReader
{
    /// <inheritdoc/>
    public IReadOnlyList<byte[]> ToJson(string yaml) => [.. Read(yaml).Select(d => d.Json)];

    /// <inheritdoc/>
    public IReadOnlyList<(byte[] Json, int Line)> Read(string yaml)
    {
        if (JsonText.Read(yaml) is { } json)
        {
            return [json];
        }

        var documents = new List<(byte[], int)>();
        var budget = new YamlBudget();
        var parser = new Parser(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                var line = (int)parser.Current!.Start.Line;
                var output = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(output))
                {
                    Write(new YamlToJson(parser, budget).ReadValue(), writer);
                }

                documents.Add((output.WrittenSpan.ToArray(), line));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException e)
        {
            // Only the place is told: the text may hold tokens, and YamlDotNet's messages quote it.
            throw new FormatException($"line {e.Start.Line}, column {e.Start.Column}: {YamlFault.Describe(e)}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's own, where a flow mapping goes on in the first column; what was read last stands before it.
            var last = parser.Current?.End ?? Mark.Empty;
            throw new FormatException($"line {last.Line}, column {last.Column}: the text is not well-formed behind this; check the indentation of what stands in braces");
        }

        return documents;
    }

    /// <inheritdoc/>
    public (int Line, int Column)? Locate(string yaml, int document, string path) => YamlLocator.Find(yaml, document, path);

    private static void Write(JsonNode? value, Utf8JsonWriter writer)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
