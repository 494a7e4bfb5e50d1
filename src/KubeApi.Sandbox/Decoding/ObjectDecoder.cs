using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Decoding;

/// <summary>Decodes JSON like a real server's typed decoder: unknown fields and nulls are dropped, and a value of another type is an error.</summary>
internal sealed class ObjectDecoder
{
    private readonly List<string> _unknown = [];
    private readonly bool _isConverted;

    private ObjectDecoder(bool isConverted) => _isConverted = isConverted;

    /// <summary>Changes the object in place, and returns the paths of unknown fields: `spec.containers[0].colour`.</summary>
    /// <param name="isConverted">Whether the object was created in memory, as by a strategic merge patch, for which the server has other errors.</param>
    /// <exception cref="FormatException">A value is of another type than its field; the message is the server's.</exception>
    public static IReadOnlyList<string> Decode(JsonObject value, Schema schema, bool isConverted = false)
    {
        var decoder = new ObjectDecoder(isConverted);
        decoder.Members(value, schema, "", "", schema.TypeName);
        return decoder._unknown;
    }

    // place: with the indices of lists, for unknown fields; field: without them, for type errors; owner: the struct that has the field.
    private void Members(JsonObject map, Schema schema, string place, string field, string owner)
    {
        var isStruct = schema.Shape == SchemaShape.Struct;
        foreach (var (name, member) in map.ToList())
        {
            var memberPlace = Join(place, name);
            if (schema.Member(name) is not { } type)
            {
                _unknown.Add(memberPlace);
                map.Remove(name);
            }
            else if (member is not null)
            {
                Value(member, type, memberPlace, isStruct ? Join(field, name) : field, isStruct ? schema.TypeName : owner);
            }
            else if (schema.Shape != SchemaShape.Map)
            {
                map.Remove(name);
            }
            else if (Zero(type) is { } zero)
            {
                map[name] = zero;
            }
        }
    }

    private void Value(JsonNode value, Schema schema, string place, string field, string owner)
    {
        switch (schema.Shape)
        {
            case SchemaShape.Anything:
                break;
            case SchemaShape.List when value is JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                    {
                        Value(item, schema.Element!, $"{place}[{i}]", field, owner);
                    }
                    else if (Zero(schema.Element!) is { } zero)
                    {
                        list[i] = zero;
                    }
                }

                break;
            case SchemaShape.Struct or SchemaShape.Map when value is JsonObject map:
                Members(map, schema, place, field, owner);
                break;
            case SchemaShape.Scalar when schema.IsQuantity:
                value.ReplaceWith(QuantityText.Canonical(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()));
                break;
            case SchemaShape.Scalar when schema.Scalar == ScalarKind.Untyped:
                CheckIntOrString(value, field, owner);
                break;
            case SchemaShape.Scalar when schema.Fits(value):
                CheckFormat(value, schema, field, owner);
                break;
            default:
                throw _isConverted
                    ? new FormatException($"cannot convert {GoText.TypeOf(value)} to {schema.TypeName}")
                    : Mismatch(GoText.JsonKind(value), schema, field, owner);
        }
    }

    private static void CheckIntOrString(JsonNode value, string field, string owner)
    {
        var isNumber = value.GetValueKind() == JsonValueKind.Number;
        if (value.GetValueKind() != JsonValueKind.String && !(isNumber && IsInt32(value)))
        {
            var kind = isNumber ? "number " + value.ToJsonString() : GoText.JsonKind(value);
            throw new FormatException($"json: cannot unmarshal {kind} into Go struct field {owner[(owner.LastIndexOf('.') + 1)..]}.{field} of type int32");
        }
    }

    private static bool IsInt32(JsonNode value) => int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static void CheckFormat(JsonNode value, Schema schema, string field, string owner)
    {
        switch (schema.Format)
        {
            case "int32" when !IsInt32(value):
            case "int64" when !long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                throw Mismatch("number " + value.ToJsonString(), schema, field, owner);
            case "byte" when GoBase64.FirstIllegal(value.GetValue<string>()) is { } position:
                throw new FormatException($"illegal base64 data at input byte {position}");
            case "date-time" when !DateTimeOffset.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _):
                var text = value.GetValue<string>();
                throw new FormatException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
        }
    }

    private static FormatException Mismatch(string kind, Schema schema, string field, string owner) =>
        new($"json: cannot unmarshal {kind} into Go struct field {owner[(owner.LastIndexOf('.') + 1)..]}.{field} of type {schema.TypeName}");

    // Go's value for a null in a map or a list.
    private static JsonNode? Zero(Schema schema) => schema.Shape switch
    {
        SchemaShape.Struct => new JsonObject(),
        SchemaShape.Scalar when schema.IsQuantity => "0",
        SchemaShape.Scalar => schema.Scalar switch { ScalarKind.Boolean => false, ScalarKind.Integer or ScalarKind.Number => 0, _ => "" },
        _ => null,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
