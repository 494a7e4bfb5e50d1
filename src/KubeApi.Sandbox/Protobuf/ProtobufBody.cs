using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>
/// Converts protobuf request bodies, which kubectl sends for compiled kinds, to JSON. Responses are always JSON, which those clients accept, too.
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    /// <exception cref="FormatException">The bytes are not a protobuf message of Kubernetes, or the kind has none.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
        {
            throw new FormatException("provided data does not appear to be a protobuf message, expected prefix 6b387300");
        }

        // The envelope: 1 is the type, 2 the object.
        var reader = new WireReader(body[4..]);
        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    (apiVersion, kind) = ReadType(reader.ReadBytes());
                    break;
                case 2:
                    raw = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Some clients send options in the group of the resource; they are the same in all groups.
        var root = MessageTable.Sent(kind == "DeleteOptions" ? "v1" : apiVersion, kind)
            ?? throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var value = ReadMessage(raw, root) as JsonObject ?? [];
        value["apiVersion"] = apiVersion;
        value["kind"] = kind;
        return value;
    }

    private static (string ApiVersion, string Kind) ReadType(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var (apiVersion, kind) = ("", "");
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                apiVersion = reader.ReadString();
            }
            else
            {
                kind = reader.ReadString();
            }
        }

        return (apiVersion, kind);
    }

    // Null for an empty message, which was not set.
    private static JsonNode? ReadMessage(ReadOnlySpan<byte> bytes, string type)
    {
        if (ProtobufScalars.TryRead(type, bytes, out var special))
        {
            return special;
        }

        var fields = MessageTable.Fields(type);
        var value = new JsonObject();
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            if (fields is not null && fields.TryGetValue(reader.Field, out var field))
            {
                ReadField(ref reader, field, value);
            }
            else
            {
                reader.Skip();
            }
        }

        return value.Count == 0 ? null : value;
    }

    private static void ReadField(ref WireReader reader, ProtobufField field, JsonObject value)
    {
        switch (field.Shape)
        {
            case ProtobufFieldShape.List:
                if (value[field.Name] is not JsonArray list)
                {
                    value[field.Name] = list = [];
                }

                list.Add(ReadValue(ref reader, field.Type) ?? new JsonObject());
                break;
            case ProtobufFieldShape.Map:
                ReadEntry(reader.ReadBytes(), field.Type, value.Child(field.Name));
                break;
            case ProtobufFieldShape.Inlined:
                if (ReadValue(ref reader, field.Type) is JsonObject inlined)
                {
                    foreach (var (name, member) in inlined)
                    {
                        value[name] = member?.DeepClone();
                    }
                }

                break;
            default:
                var single = ReadValue(ref reader, field.Type);
                if (field.Shape == ProtobufFieldShape.Optional)
                {
                    // `emptyDir: {}` was set to an empty message.
                    value[field.Name] = single ?? new JsonObject();
                }
                else if (single is not null && !IsZero(single))
                {
                    value[field.Name] = single;
                }

                break;
        }
    }

    private static void ReadEntry(ReadOnlySpan<byte> bytes, string type, JsonObject map)
    {
        var reader = new WireReader(bytes);
        var key = "";
        JsonNode? value = null;
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                key = reader.ReadString();
            }
            else
            {
                value = ReadValue(ref reader, type);
            }
        }

        // An empty string may be omitted on the wire.
        map[key] = value ?? (type == "s" ? JsonValue.Create("") : new JsonObject());
    }

    private static JsonNode? ReadValue(ref WireReader reader, string type) => type switch
    {
        "s" => JsonValue.Create(reader.ReadString()),
        "b" => JsonValue.Create(Convert.ToBase64String(reader.ReadBytes())),
        "t" => JsonValue.Create(reader.ReadNumber() != 0),
        "i" => JsonValue.Create((long)reader.ReadNumber()),
        _ => ReadMessage(reader.ReadBytes(), type),
    };

    private static bool IsZero(JsonNode node) => node is JsonValue value && value.ToJsonString() is "\"\"" or "0" or "false";
}
