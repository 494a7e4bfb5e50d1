using Microsoft.AspNetCore.WebUtilities;

namespace KubeApi.Sandbox.Faults;

/// <summary>A fault of the next matching requests.</summary>
public sealed record Fault
{
    /// <summary>The number of requests that fail.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Only requests of this method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose path begins with this; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>The status code of the response, which carries a Status; null for a break.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header of the response: seconds or a date; null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How the connection breaks if there is no <see cref="Status"/>.</summary>
    public Break Break { get; init; } = Break.Reset;

    /// <summary>Whether the request is carried out first, and only its response is lost.</summary>
    public bool After { get; init; }

    /// <summary>Parses a fault: `status=429&amp;retry-after=1&amp;count=3`, as in a query.</summary>
    /// <exception cref="FormatException">A setting or its value is unknown.</exception>
    internal static Fault Parse(string settings) =>
        QueryHelpers.ParseQuery(settings).Aggregate(new Fault(), (current, pair) => current.With(pair.Key, pair.Value.ToString()));

    /// <summary>A copy with one parsed setting: `count`, `method`, `path`, `status`, `retry-after`, `break` or `after`.</summary>
    /// <exception cref="FormatException">The setting is unknown, or its value is invalid.</exception>
    internal Fault With(string name, string value) => name switch
    {
        "count" => this with { Count = Number(name, value, 1_000_000) },
        "method" => this with { Method = value },
        "path" => this with { Path = value },
        "status" => this with { Status = Number(name, value, 599, 400) },
        "retry-after" => this with { RetryAfter = value },
        "break" => Enum.TryParse<Break>(value, ignoreCase: true, out var how) && Enum.IsDefined(how)
            ? this with { Break = how }
            : throw new FormatException($"A break is {string.Join(", ", Enum.GetNames<Break>()).ToLowerInvariant()}, not '{value}'."),
        "after" => bool.TryParse(value, out var after) ? this with { After = after } : throw new FormatException($"'after' is true or false, not '{value}'."),
        _ => throw new FormatException($"There is no '{name}': a fault has count, method, path, status, retry-after, break and after."),
    };

    private static int Number(string name, string value, int largest, int smallest = 1) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw new FormatException($"'{name}' takes a number from {smallest} to {largest}, not '{value}'.");
}
