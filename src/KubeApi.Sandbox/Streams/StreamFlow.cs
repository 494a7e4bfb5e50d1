using Microsoft.AspNetCore.WebUtilities;

namespace KubeApi.Sandbox.Streams;

/// <summary>The faults of streams (log, exec, attach, port-forward), for tests of clients.</summary>
public sealed record StreamFlow
{
    /// <summary>The number of bytes of output after which the connection is reset; null for never.</summary>
    public long? CutAfter { get; init; }

    /// <summary>The number of bytes of output after which the stream ends: a log as if it were complete, an exec without a status; null for never.</summary>
    public long? EndAfter { get; init; }

    /// <summary>The server knows v4.channel.k8s.io, but not v5.</summary>
    public bool IsVersion4Only { get; init; }

    /// <summary>How many streams have these faults; null for all.</summary>
    public int? Count { get; init; }

    /// <summary>Reads settings in the form of a query: `cut-after=1000&amp;count=1`, `end-after=0`, `v4=true`.</summary>
    /// <exception cref="FormatException">A setting is unknown, or its value is invalid.</exception>
    internal static StreamFlow Parse(string settings) =>
        QueryHelpers.ParseQuery(settings).Aggregate(new StreamFlow(), (flow, pair) => flow.With(pair.Key, pair.Value.ToString()));

    private StreamFlow With(string name, string value) => name switch
    {
        "cut-after" => this with { CutAfter = Number(name, value) },
        "end-after" => this with { EndAfter = Number(name, value) },
        "count" => this with { Count = Number(name, value) },
        "v4" => this with { IsVersion4Only = value == "true" },
        _ => throw new FormatException($"Unknown setting '{name}': streams have cut-after, end-after, count and v4."),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' takes a number, not '{value}'.");
}
