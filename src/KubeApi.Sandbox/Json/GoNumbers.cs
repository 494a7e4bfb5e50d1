namespace KubeApi.Sandbox.Json;

/// <summary>Numbers after untyped decoding by a server: integers of 64 bits, otherwise floating-point numbers (`2.0` becomes `2`).</summary>
internal static class GoNumbers
{
    public static void Normalize(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (_, member) in map.ToList())
                {
                    Normalize(member);
                }

                break;
            case JsonArray list:
                foreach (var item in list.ToList())
                {
                    Normalize(item);
                }

                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number && Text(number.ToJsonString()) is { } text:
                number.ReplaceWith(JsonNode.Parse(text));
                break;
        }
    }

    // Null for an unchanged number.
    private static string? Text(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        var size = Math.Abs(number);
        return size == 0 || (size >= 1e-6 && size < 1e21)
            ? number.ToString("0.#################", CultureInfo.InvariantCulture) is var plain && double.Parse(plain, CultureInfo.InvariantCulture) == number
            ? plain
            : null
            : number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
    }
}
