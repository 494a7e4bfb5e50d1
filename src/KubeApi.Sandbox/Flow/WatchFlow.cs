using System.Globalization;

namespace KubeApi.Sandbox.Flow;

/// <summary>When watches end before their time.</summary>
public sealed record WatchFlow
{
    /// <summary>After so many events the answer ends, as a server ends it that has no more to say; null for never.</summary>
    public int? WithTimeout { get; init; }

    /// <summary>After so many events the connection is dropped; null for never.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The same with one setting read from text: `end-after` or `cut-after`.</summary>
    /// <exception cref="FormatException">There is no such setting, or the value is none for it.</exception>
    internal WatchFlow With(string name, string value) => name switch
    {
        "end-after" => this with { WithTimeout = ReadCount(name, value) },
        "cut-after" => this with { CutAfter = ReadCount(name, value) },
        _ => throw new FormatException($"There is no '{name}': watches have end-after and cut-after."),
    };

    /// <summary>The settings of a text as a query has them: `end-after=3`.</summary>
    /// <exception cref="FormatException">They cannot be read.</exception>
    internal static WatchFlow Parse(string settings) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(settings).Aggregate(
            new WatchFlow(), (flow, pair) => flow.With(pair.Key, pair.Value.ToString()));

    private static int ReadCount(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' takes a number of events, not '{value}'.");
}
