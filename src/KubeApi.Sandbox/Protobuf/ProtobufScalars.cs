using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>Messages that are scalars in JSON: times, quantities, int-or-strings.</summary>
internal static class ProtobufScalars
{
    public static bool TryRead(string type, ReadOnlySpan<byte> bytes, out JsonNode? value)
    {
        value = type switch
        {
            "meta.v1.Time" => Time(bytes, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
            "meta.v1.MicroTime" => Time(bytes, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
            "api.resource.Quantity" => JsonValue.Create(First(bytes)),
            "util.intstr.IntOrString" => IntOrString(bytes),
            "runtime.RawExtension" or "meta.v1.FieldsV1" =>
                First(bytes) is { Length: > 0 } raw ? JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(raw)) : null,
            "authentication.v1.ExtraValue" or "authorization.v1.ExtraValue" or "certificates.v1.ExtraValue" => List(bytes),
            _ => null,
        };
        return value is not null || type is "meta.v1.Time" or "meta.v1.MicroTime" or "runtime.RawExtension" or "meta.v1.FieldsV1";
    }

    private static JsonValue? Time(ReadOnlySpan<byte> bytes, string format)
    {
        var (seconds, nanos) = (0L, 0L);
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            var number = (long)reader.ReadNumber();
            (seconds, nanos) = reader.Field == 1 ? (number, nanos) : (seconds, number);
        }

        // Go's zero time is the year 1, and means no time.
        return seconds is 0 or < -62_135_596_000
            ? null
            : JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    private static JsonValue IntOrString(ReadOnlySpan<byte> bytes)
    {
        var (isText, number, text) = (false, 0L, "");
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    isText = reader.ReadNumber() == 1;
                    break;
                case 2:
                    number = (int)reader.ReadNumber();
                    break;
                default:
                    text = reader.ReadString();
                    break;
            }
        }

        return isText ? JsonValue.Create(text) : JsonValue.Create(number);
    }

    private static string First(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        return reader.Read() ? reader.ReadString() : "";
    }

    private static JsonArray List(ReadOnlySpan<byte> bytes)
    {
        var list = new JsonArray();
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            list.Add(JsonValue.Create(reader.ReadString()));
        }

        return list;
    }
}
