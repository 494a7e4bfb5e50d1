using System.Buffers;
using System.Text.Json;
using KubeApi.Client.Configuration;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>Reads YAML as kubectl does (apimachinery, sigs.k8s.io/yaml, go-yaml 2), and writes it as JSON. JSON is read as JSON.</summary>
public sealed class YamlReader : IYamlReader
{
    /// <inheritdoc/>
    public IReadOnlyList<byte[]> ToJson(string yaml) => Guard(yaml, () =>
    {
        var start = TextPlace.SkipMark(yaml, 0);
        return (IReadOnlyList<byte[]>)[.. ReadPart(yaml, start, yaml.Length, isClosed: true).Select(d => d.Json)];
    });

    /// <inheritdoc/>
    public IReadOnlyList<(byte[] Json, int Line)> Read(string yaml)
    {
        var (line, counted) = (1, 0);
        return [.. Guard(yaml, () => ReadManifests(yaml)).Select(document =>
        {
            line += yaml.AsSpan(counted, document.ValueIndex - counted).Count('\n');
            counted = document.ValueIndex;
            return (document.Json, line);
        })];
    }

    /// <inheritdoc/>
    public (int Line, int Column)? Locate(string yaml, int document, string path)
    {
        try
        {
            var documents = ReadManifests(yaml);
            return document <= documents.Count && documents[document - 1] is var found && YamlLocator.Find(yaml[found.Start..found.End], path) is { } index
                ? TextPlace.Of(yaml, found.Start + index)
                : null;
        }
        catch (YamlFault)
        {
            // The position is optional.
            return null;
        }
    }

    private static List<YamlDocument> ReadManifests(string text) =>
        JsonText.Read(text) ?? [.. YamlSplitter.Split(text).SelectMany(part => ReadPart(text, part.Start, part.End, isClosed: false))];

    // A part without a newline at its end is read as if it had one.
    private static IEnumerable<YamlDocument> ReadPart(string text, int start, int end, bool isClosed)
    {
        try
        {
            var part = text[start..end];
            return (JsonText.Read(part) ?? ReadYaml(isClosed || part.EndsWith('\n') ? part : part + "\n"))
                .Select(d => new YamlDocument(d.Json, start + d.Start, Math.Min(start + d.End, end), start + d.ValueIndex));
        }
        catch (YamlFault e)
        {
            throw e.After(start);
        }
    }

    private static List<YamlDocument> ReadYaml(string text)
    {
        List<YamlDocument> documents = [];
        var events = new YamlEvents(text);
        for (var next = events.Next(); next is not StreamEnd; next = events.Next())
        {
            if (next is DocumentStart)
            {
                var value = events.Next();
                documents.Add(new YamlDocument(Write(new YamlToJson(events).Read(value)), 0, text.Length, value.Start.Index));
            }
            else if (next is DocumentEnd { IsImplicit: false })
            {
                // kubectl ignores everything after '...'. Here it is another document, so no object is lost silently.
                var end = next.Start.Index;
                return [.. documents.Select(d => d with { End = end }), .. ReadPart(text, end + "...".Length, text.Length, isClosed: true)];
            }
        }

        return documents;
    }

    private static byte[] Write(System.Text.Json.Nodes.JsonNode? value)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
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

        return output.WrittenSpan.ToArray();
    }

    private static T Guard<T>(string text, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (YamlFault e)
        {
            throw e.In(text);
        }
    }
}
