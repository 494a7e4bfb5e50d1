using System.Text;
using System.Text.Json;

namespace KubeApi.Yaml;

/// <summary>One YAML document in block style.</summary>
internal sealed class YamlBlocks
{
    // Parsers search the colon of a key within 1024 characters.
    private const int LongestKey = 1000;

    private readonly StringBuilder _output = new();

    /// <summary>Writes the document. It ends with a line feed only if that belongs to its last string.</summary>
    public string Write(JsonElement root)
    {
        // The lines of a block are indented, even at the root.
        var isClosed = root.ValueKind == JsonValueKind.String ? WriteScalar(root, 2) : WriteInline(root, 0);
        return _output.ToString(0, _output.Length - (isClosed ? 0 : 1));
    }

    // Each of these methods ends with a line feed, and returns whether it belongs to a string.
    private bool WriteInline(JsonElement value, int indent) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() => WriteMapping(value, indent),
        JsonValueKind.Array when value.GetArrayLength() > 0 => WriteSequence(value, indent),
        _ => WriteScalar(value, indent),
    };

    // The first line continues the current one.
    private bool WriteMapping(JsonElement mapping, int indent)
    {
        var (isClosed, isFirst) = (false, true);
        foreach (var property in mapping.EnumerateObject())
        {
            Indent(isFirst ? 0 : indent);
            isFirst = false;
            var key = YamlText.Inline(YamlText.NameOf(property));
            isClosed = key.Length <= LongestKey ? WriteField(key, property.Value, indent) : WriteLongField(key, property.Value, indent);
        }

        return isClosed;
    }

    private bool WriteField(string key, JsonElement value, int indent)
    {
        _output.Append(key).Append(':');
        // Items are aligned with their key, as in kubectl.
        var below = value.ValueKind switch
        {
            JsonValueKind.Object when value.EnumerateObject().Any() => indent + 2,
            JsonValueKind.Array when value.GetArrayLength() > 0 => indent,
            _ => -1,
        };
        if (below < 0)
        {
            _output.Append(' ');
            return WriteScalar(value, indent + 2);
        }

        _output.Append('\n');
        Indent(below);
        return WriteInline(value, below);
    }

    private bool WriteLongField(string key, JsonElement value, int indent)
    {
        _output.Append("? ").Append(key).Append('\n');
        Indent(indent);
        _output.Append(": ");
        return WriteInline(value, indent + 2);
    }

    private bool WriteSequence(JsonElement sequence, int indent)
    {
        var (isClosed, isFirst) = (false, true);
        foreach (var item in sequence.EnumerateArray())
        {
            Indent(isFirst ? 0 : indent);
            isFirst = false;
            _output.Append("- ");
            isClosed = WriteInline(item, indent + 2);
        }

        return isClosed;
    }

    private bool WriteScalar(JsonElement value, int indent)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _output.Append(value.ValueKind switch { JsonValueKind.Object => "{}", JsonValueKind.Array => "[]", _ => value.GetRawText() }).Append('\n');
            return false;
        }

        var text = YamlText.Of(value);
        if (!YamlText.IsBlock(text))
        {
            _output.Append(YamlText.Inline(text)).Append('\n');
            return false;
        }

        var isClosed = text.EndsWith('\n');
        _output.Append(isClosed ? "|\n" : "|-\n");
        foreach (var line in (isClosed ? text[..^1] : text).Split('\n'))
        {
            Indent(line.Length > 0 ? indent : 0);
            _output.Append(line).Append('\n');
        }

        return isClosed;
    }

    private void Indent(int width) => _output.Append(' ', width);
}
