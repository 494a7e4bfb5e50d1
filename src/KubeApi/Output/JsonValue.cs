using System.Collections.Specialized;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>Converts JSON to PowerShell values; nested objects and arrays stay JSON until they are read.</summary>
internal static class JsonValue
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <summary>Parses the value at an offset.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="offset">The start of the value.</param>
    /// <param name="except">A property of the outermost object to leave out.</param>
    /// <param name="origin">The origin that the <c>name</c> of the outermost object carries; null for none.</param>
    /// <exception cref="JsonException">The bytes are not valid JSON.</exception>
    public static object? Parse(JsonSource source, int offset, ReadOnlySpan<byte> except = default, Provenance? origin = null)
    {
        var cursor = new JsonCursor(source.Bytes, offset);
        return cursor.Current == '{' ? ParseObject(source, ref cursor, except, origin) : ParseValue(source, ref cursor);
    }

    /// <summary>The value of a node; null for none.</summary>
    public static object? Of(JsonNode? node, NameTable names) =>
        node is null ? null : Parse(new JsonSource(JsonNodes.Write(node), names, ShowManagedFields: true), 0);

    private static object? ParseValue(JsonSource source, ref JsonCursor cursor)
    {
        switch (cursor.Current)
        {
            case (byte)'{':
                return ParseObject(source, ref cursor, default, null);
            case (byte)'[':
                return ParseArray(source, ref cursor);
            default:
                var start = cursor.Position;
                cursor.SkipValue();
                return Scalar(source.Bytes.AsSpan(start..cursor.Position));
        }
    }

    private static object ParseObject(JsonSource source, ref JsonCursor cursor, ReadOnlySpan<byte> except, Provenance? origin)
    {
        var fields = JsonField.ReadAll(source, ref cursor, except);
        if (JsonField.NeedDictionary(fields))
        {
            return ToDictionary(source, fields, origin);
        }

        var result = PropertyBag.Create(fields.Count);
        foreach (var field in fields)
        {
            result.Properties.Add(
                origin is not null && field is { Name: "name", Scalar: string name }
                    ? new OriginProperty(field.Name, name, origin, name, fields.Find(f => f.Name == "namespace").Scalar as string)
                    : field.ToProperty(source),
                preValidated: true);
        }

        return result;
    }

    private static object?[] ParseArray(JsonSource source, ref JsonCursor cursor)
    {
        var items = new List<object?>();
        for (var more = cursor.Enter('['); more; more = cursor.Next('['))
        {
            items.Add(ParseValue(source, ref cursor));
        }

        return [.. items];
    }

    // Keys that PowerShell cannot distinguish, or uses itself.
    private static OrderedDictionary ToDictionary(JsonSource source, List<JsonField> fields, Provenance? origin)
    {
        var result = origin is null ? new OrderedDictionary(StringComparer.Ordinal) : new ProvenanceDictionary(origin);
        foreach (var field in fields)
        {
            result[field.Name] = field.ToValue(source);
        }

        return result;
    }

    /// <summary>The value of a validated string, number, Boolean or null.</summary>
    public static object? Scalar(ReadOnlySpan<byte> json)
    {
        switch (json[0])
        {
            case (byte)'"':
                return json.Contains((byte)'\\') ? JsonText.Unescape(json[1..^1]) : Encoding.UTF8.GetString(json[1..^1]);
            case (byte)'t':
                return s_true;
            case (byte)'f':
                return s_false;
            case (byte)'n':
                return null;
            default:
                return JsonNumber.Parse(json);
        }
    }
}
