using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace KubeApi.Client.Json;

/// <summary>Reads and writes JSON as nodes. Numbers keep their notation. Pure.</summary>
public static class JsonNodes
{
    private static readonly JsonDocumentOptions s_readerOptions = new() { MaxDepth = JsonLimits.MaxDepth };
    private static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads JSON; null for a JSON null.</summary>
    /// <exception cref="JsonException">The bytes are not valid JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(Checked(json), documentOptions: s_readerOptions);

    /// <summary>Reads JSON as an element that needs not be disposed.</summary>
    /// <exception cref="JsonException">The bytes are not valid JSON.</exception>
    public static JsonElement ParseElement(ReadOnlySpan<byte> json)
    {
        // Not JsonSerializer: its first use in a process compiles a hundred methods.
        var reader = new Utf8JsonReader(Checked(json), JsonLimits.ReaderOptions);
        var element = JsonElement.ParseValue(ref reader);
        // Throws if anything follows.
        reader.Read();
        return element;
    }

    /// <summary>An element as an object that can be changed; null if it is not an object.</summary>
    public static JsonObject? ToObject(JsonElement element) => element.ValueKind == JsonValueKind.Object ? JsonObject.Create(element) : null;

    // The parser reads strings when they are used, and only then fails.
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> json) => Utf8.IsValid(json) ? json : throw new JsonException("The JSON is not valid UTF-8.");

    /// <summary>Writes JSON in UTF-8.</summary>
    public static byte[] Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
