using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>
/// `/openapi/v2` in the binary form that kubectl asks for: the messages of gnostic's OpenAPIv2.proto (Apache License 2.0), whose numbers are in
/// `Data/openapi/swagger-protobuf.json`.
/// </summary>
/// <remarks>
/// A message of the table has members by their JSON names (`5 *s`: number, list, type), or `x-` for what begins so; `%` for free names; `=` for the value
/// itself; or it is one of several, told by a member (`?in=body`, `?$ref`), by a literal (`?true`), or else (`?`). Types: `s` text, `t` bool, `i` integer, `d`
/// double, Any, or a message.
/// </remarks>
internal sealed class SwaggerProtobuf
{
    private static readonly Lazy<SwaggerProtobuf> s_instance = new(() => new SwaggerProtobuf(Recorded.Object("openapi/swagger-protobuf.json")));

    private readonly Dictionary<string, List<(string Key, int Number, bool IsList, string Type)>> _messages;

    private SwaggerProtobuf(JsonObject table) => _messages = table.ToDictionary(
        message => message.Key,
        message => message.Value!.AsObject().Select(field => Parse(field.Key, field.Value!.GetValue<string>())).ToList(),
        StringComparer.Ordinal);

    public static byte[] Encode(JsonObject document) => s_instance.Value.Message("Document", document).Written.ToArray();

    private static (string Key, int Number, bool IsList, string Type) Parse(string key, string cell)
    {
        var parts = cell.Split(' ');
        return (
            key, int.Parse(parts[0], CultureInfo.InvariantCulture), cell.Contains('*', StringComparison.Ordinal),
            parts.Length > 1 ? parts[1].TrimStart('*') : "Any");
    }

    private WireWriter Message(string name, JsonNode value)
    {
        var writer = new WireWriter();
        var fields = _messages[name];
        if (fields[0].Key[0] == '?')
        {
            var (_, number, _, type) = fields.First(field => Fits(field.Key[1..], value));
            Write(writer, number, type, value);
        }
        else if (fields[0].Key == "=")
        {
            WriteEach(writer, fields[0].Number, fields[0].Type, value);
        }
        else
        {
            foreach (var (member, content) in value.AsObject())
            {
                WriteMember(writer, fields, member, content!);
            }
        }

        return writer;
    }

    private void WriteMember(WireWriter writer, List<(string Key, int Number, bool IsList, string Type)> fields, string member, JsonNode content)
    {
        foreach (var (key, number, isList, type) in fields)
        {
            if (key == "%" || (key == "x-" && member.StartsWith(key, StringComparison.Ordinal)))
            {
                var named = new WireWriter();
                named.Text(1, member);
                Write(named, 2, type, content);
                writer.Message(number, named);
                return;
            }

            if (key == member && isList)
            {
                WriteEach(writer, number, type, content);
                return;
            }

            if (key == member)
            {
                Write(writer, number, type, content);
                return;
            }
        }
    }

    private void WriteEach(WireWriter writer, int number, string type, JsonNode value)
    {
        foreach (var item in value as JsonArray ?? [value.DeepClone()])
        {
            Write(writer, number, type, item!);
        }
    }

    private void Write(WireWriter writer, int number, string type, JsonNode value)
    {
        switch (type)
        {
            case "s":
                writer.Text(number, value.ToString());
                break;
            case "t":
                writer.Integer(number, value.GetValueKind() == JsonValueKind.True ? 1 : 0);
                break;
            case "i":
                writer.Integer(number, long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture));
                break;
            case "d":
                writer.Double(number, double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture));
                break;
            case "Any":
                // As YAML, which JSON is.
                var any = new WireWriter();
                any.Text(2, JsonText.ToText(value) + "\n");
                writer.Message(number, any);
                break;
            default:
                writer.Message(number, Message(type, value));
                break;
        }
    }

    private static bool Fits(string condition, JsonNode value) => condition.Split('=') switch
    {
        [""] => true,
        ["true" or "false"] => value is JsonValue && value.ToJsonString() == condition,
        [var member] => value is JsonObject map && map.ContainsKey(member),
        [var member, var text] => value is JsonObject map && map[member]?.ToString() == text,
        _ => false,
    };
}
