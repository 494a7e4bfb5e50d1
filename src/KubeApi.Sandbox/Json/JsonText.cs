using System.Buffers;
using System.Text.Encodings.Web;

namespace KubeApi.Sandbox.Json;

/// <summary>Reads and writes JSON like the real server: the last duplicate key wins, numbers keep their digits, and escapes are minimal.</summary>
internal static class JsonText
{
    /// <summary>The depth that objects and schemas may have.</summary>
    public const int MaxDepth = 512;

    private static readonly JsonReaderOptions s_reading = new() { MaxDepth = MaxDepth };
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions s_indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, s_reading);

    /// <param name="duplicates">Gets the duplicate keys: `spec.containers[0].name`.</param>
    /// <exception cref="JsonException">The input is not one JSON value.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        var reader = Reader(utf8);
        reader.Read();
        var node = ReadValue(ref reader, duplicates, "");
        reader.Read();
        return node;
    }

    public static byte[] ToBytes(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_compact))
        {
            Write(writer, node);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(JsonNode? node) => Encoding.UTF8.GetString(ToBytes(node));

    public static Utf8JsonWriter CompactWriter(IBufferWriter<byte> buffer) => new(buffer, s_compact);

    public static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }

    /// <summary>Indents JSON by two spaces, as the server does for curl and browsers.</summary>
    public static byte[] Indent(ReadOnlySpan<byte> utf8)
    {
        var buffer = new ArrayBufferWriter<byte>(utf8.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, s_indented))
        {
            Write(writer, Parse(utf8));
        }

        return buffer.WrittenSpan.ToArray();
    }

    // The path is built only if duplicates are collected.
    private static JsonNode? ReadValue(ref Utf8JsonReader reader, ICollection<string>? duplicates, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var value = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    var place = duplicates is null ? path : path.Length == 0 ? name : $"{path}.{name}";
                    if (duplicates is not null && value.ContainsKey(name))
                    {
                        duplicates.Add(place);
                    }

                    value[name] = ReadValue(ref reader, duplicates, place);
                }

                return value;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadValue(ref reader, duplicates, duplicates is null ? path : $"{path}[{array.Count}]"));
                }

                return array;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.True:
            case JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            case JsonTokenType.Null:
                return null;
            default:
                // A JsonElement keeps the original digits.
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }
}
