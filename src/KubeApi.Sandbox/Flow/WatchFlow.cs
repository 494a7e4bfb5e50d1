namespace KubeApi.Sandbox.Flow;

/// <summary>When watches end early.</summary>
public sealed record WatchFlow
{
    /// <summary>The number of events after which the response ends normally; null for never.</summary>
    public int? EndAfter { get; init; }

    /// <summary>The number of events after which the connection is dropped; null for never.</summary>
    public int? CutAfter { get; init; }

    /// <summary>A copy with one parsed setting: `end-after` or `cut-after`.</summary>
    /// <exception cref="FormatException">The setting is unknown, or its value is invalid.</exception>
    internal WatchFlow With(string name, string value) => name switch
    {
        "end-after" => this with { EndAfter = ReadCount(name, value) },
        "cut-after" => this with { CutAfter = ReadCount(name, value) },
        _ => throw new FormatException($"There is no '{name}': watches have end-after and cut-after."),
    };

    /// <summary>Parses settings in the form of a query: `end-after=3`.</summary>
    /// <exception cref="FormatException">The settings are invalid.</exception>
    internal static WatchFlow Parse(string settings) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(settings).Aggregate(
            new WatchFlow(), (flow, pair) => flow.With(pair.Key, pair.Value.ToString()));

    private static int ReadCount(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' takes a number of events, not '{value}'.");
}
