using System.Buffers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Converts stored objects to the form that the client accepts.</summary>
internal sealed class ObjectForm(ResourceType type, Representation form, TimeProvider time)
{
    /// <summary>One object.</summary>
    /// <param name="withColumns">Whether a table includes its columns: in a watch, only the first one does.</param>
    /// <exception cref="StatusException">The form is one of lists: 406.</exception>
    public byte[] One(byte[] stored, bool withColumns = true) => form.Kind switch
    {
        null => [.. type.Head, .. stored.AsSpan(1)],
        Representation.Metadata => PartialMetadata(stored),
        Representation.Table => [.. TableHead(Version(stored), withColumns), (byte)'[', .. Row(stored), .. "]}"u8],
        _ => throw NotAList(),
    };

    /// <summary>Rejects a form that single objects do not have, before anything is sent.</summary>
    /// <exception cref="StatusException">The form is one of lists: 406.</exception>
    public void RequireOne()
    {
        if (form.Kind == Representation.MetadataList)
        {
            throw NotAList();
        }
    }

    /// <summary>A list: the bytes before its items, the writer of an item, and the bytes after them.</summary>
    /// <param name="metadata">The metadata of the list, as JSON.</param>
    /// <param name="isEmpty">Whether it has no items.</param>
    /// <exception cref="StatusException">The form is one of single objects: 406.</exception>
    public (byte[] Head, Action<IBufferWriter<byte>, StoredObject> Write, byte[] Tail) List(byte[] metadata, bool isEmpty) => form.Kind switch
    {
        // Lists of custom resources are sorted by key, and their items have apiVersion and kind.
        null when type.IsCustom => (
            [.. "{\"apiVersion\":"u8, .. Quoted(type.ApiVersion), .. ",\"items\":["u8],
            (writer, value) => writer.Write([.. type.Head, .. value.Json.AsSpan(1)]),
            [.. "],\"kind\":"u8, .. Quoted(type.ListKind), .. ",\"metadata\":"u8, .. SortedMetadata(metadata), (byte)'}']),
        null => (
            [
                .. "{\"kind\":"u8, .. Quoted(type.ListKind), .. ",\"apiVersion\":"u8, .. Quoted(type.ApiVersion), .. ",\"metadata\":"u8, .. metadata,
                .. ",\"items\":["u8,
            ],
            (writer, value) => value.WriteTo(writer),
            [.. "]}"u8]),
        Representation.MetadataList when isEmpty => ([.. Head(Representation.MetadataList, metadata), .. ",\"items\":null"u8], (_, _) => { }, [(byte)'}']),
        Representation.MetadataList =>
            ([.. Head(Representation.MetadataList, metadata), .. ",\"items\":["u8], (writer, value) => writer.Write(PartialMetadata(value.Json)), [.. "]}"u8]),
        Representation.Table when isEmpty && type.Columns.HasNullForNoRows =>
            ([.. TableHead(metadata, withColumns: true), .. "null"u8], (_, _) => { }, [(byte)'}']),
        Representation.Table => ([.. TableHead(metadata, withColumns: true), (byte)'['], (writer, value) => writer.Write(Row(value.Json)), [.. "]}"u8]),
        _ => throw MediaTypeErrors.NotAcceptable($"you requested {form.Kind}, but the requested object is a list (*{type.GoName}List)"),
    };

    private StatusException NotAList() => MediaTypeErrors.NotAcceptable($"you requested {form.Kind}, but the requested object is not a list (*{type.GoName})");

    // Always with a continue token, even an empty one.
    private static byte[] SortedMetadata(byte[] metadata)
    {
        var sorted = (JsonObject)JsonText.Parse(metadata)!;
        sorted["continue"] ??= "";
        return JsonText.ToBytes(
            new JsonObject(
                sorted.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))));
    }

    private byte[] Row(byte[] stored)
    {
        var value = (JsonObject)JsonText.Parse(stored)!;
        var buffer = new ArrayBufferWriter<byte>(stored.Length);
        using var writer = JsonText.CompactWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("cells");
        JsonText.Write(writer, type.Columns.Cells(value, time.GetUtcNow()));
        if (type.Columns.Conditions(value) is { } conditions)
        {
            writer.WritePropertyName("conditions");
            JsonText.Write(writer, conditions);
        }

        writer.WritePropertyName("object");
        writer.WriteRawValue(
            form.IncludeObject switch { "None" => [.. "null"u8], "Object" => [.. type.Head, .. stored.AsSpan(1)], _ => PartialMetadata(stored) },
            skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private byte[] TableHead(byte[] metadata, bool withColumns)
    {
        var columns = new JsonArray([.. type.Columns.Columns.Select(column => new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = column.Type,
            ["format"] = column.Format,
            ["description"] = column.Description,
            ["priority"] = column.Priority,
        })]);
        return
        [
            .. Head(Representation.Table, metadata), .. ",\"columnDefinitions\":"u8, .. withColumns ? JsonText.ToBytes(columns) : [.. "null"u8],
            .. ",\"rows\":"u8
        ];
    }

    private byte[] PartialMetadata(byte[] stored) =>
        [.. Head(Representation.Metadata, MetadataOf(type.IsCustom ? Typed(stored) : stored)), (byte)'}'];

    // Returned alone, the metadata of custom objects is typed like that of others.
    private byte[] Typed(byte[] stored)
    {
        var value = (JsonObject)JsonText.Parse(stored)!;
        TypedForm.Store(type, value);
        return ObjectJson.ToBytes(value);
    }

    private byte[] Head(string kind, ReadOnlySpan<byte> metadata) =>
        [.. "{\"kind\":"u8, .. Quoted(kind), .. ",\"apiVersion\":"u8, .. Quoted(form.ApiVersion), .. ",\"metadata\":"u8, .. metadata];

    private static byte[] Version(byte[] stored)
    {
        var metadata = (JsonObject)JsonText.Parse(MetadataOf(stored))!;
        return JsonText.ToBytes(new JsonObject { ["resourceVersion"] = metadata.StringAt("resourceVersion") });
    }

    private static ReadOnlySpan<byte> MetadataOf(ReadOnlySpan<byte> stored)
    {
        var reader = JsonText.Reader(stored);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return stored[start..(int)reader.BytesConsumed];
            }
        }

        return "{}"u8;
    }

    private static byte[] Quoted(string text) => JsonText.ToBytes(JsonValue.Create(text));
}
