using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>Messages that are scalars in JSON: times, quantities, int-or-strings.</summary>
internal static class ProtobufScalars
{
    public static bool TryRead(string type, ReadOnlySpan<byte> bytes, out JsonNode? value)
    {
        value = type switch
        {
            "meta.v1.Time" => Time(bytes),
            "api.resource.Quantity" => JsonValue.Create(First(bytes)),
            "util.intstr.IntOrString" => IntOrString(bytes),
            "runtime.RawExtension" or "meta.v1.FieldsV1" =>
                First(bytes) is { Length: > 0 } raw ? JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(raw)) : null,
            _ => null,
        };
        return value is not null || type is "meta.v1.Time" or "runtime.RawExtension" or "meta.v1.FieldsV1";
    }

    private static JsonValue? Time(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var seconds = reader.Read() ? (long)reader.ReadNumber() : 0;
        // Go's zero time is the year 1, and means no time.
        return seconds is 0 or < -62_135_596_000
            ? null
            : JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
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
}
