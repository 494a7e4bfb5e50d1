namespace KubeApi.Sandbox.Flow;

/// <summary>The flow of list responses: full speed by default.</summary>
public sealed record ListFlow
{
    /// <summary>Bytes per second on the wire, for all lists together; null for no limit.</summary>
    public long? Rate { get; init; }

    /// <summary>The number of items of a page after which the response is held until it is released; null for never.</summary>
    public int? HoldAfter { get; init; }

    /// <summary>The number of items of a page after which the connection is dropped; null for never.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether large responses are compressed if the client accepts it; some clients always do.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>A copy with one parsed setting: `rate` (`60M`), `hold-after`, `cut-after` or `compress`.</summary>
    /// <exception cref="FormatException">The setting is unknown, or its value is invalid.</exception>
    internal ListFlow With(string name, string value) => name switch
    {
        "rate" => this with { Rate = ReadRate(value) },
        "hold-after" => this with { HoldAfter = ReadCount(name, value) },
        "cut-after" => this with { CutAfter = ReadCount(name, value) },
        "compress" =>
            this with
            {
                Compress = bool.TryParse(value, out var compress) ? compress : throw new FormatException(
                $"'compress' is true or false, not '{value}'.")
            },
        _ => throw new FormatException($"There is no '{name}': lists have rate, hold-after, cut-after and compress."),
    };

    private static long ReadRate(string value)
    {
        var factor = value.Length == 0 ? 1 : value[^1] switch { 'k' => 1_000, 'M' => 1_000_000, _ => 1 };
        var digits = factor == 1 ? value : value[..^1];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number * (long)factor
            : throw new FormatException($"A rate is bytes per second, as 500k or 60M, not '{value}'.");
    }

    private static int ReadCount(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' takes a number of items, not '{value}'.");
}
