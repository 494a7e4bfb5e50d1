using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace KubeApi.Sandbox.Faults;

/// <summary>What goes wrong with the next requests that fit.</summary>
public sealed record Fault
{
    /// <summary>How many requests it hits; then it is over.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Only requests of this method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose path begins so; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>The status code of the response, which carries a Status; null for a break.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header of the answer, as it is: seconds or a date; null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How the connection breaks where there is no <see cref="Status"/>.</summary>
    public Break Break { get; init; } = Break.Reset;

    /// <summary>The request is carried out first, and only its answer is lost.</summary>
    public bool After { get; init; }

    /// <summary>A fault from text: `status=429&amp;retry-after=1&amp;count=3`, as in a query.</summary>
    /// <exception cref="FormatException">A setting or its value is not known.</exception>
    internal static Fault Parse(string settings) =>
        QueryHelpers.ParseQuery(settings).Aggregate(new Fault(), (current, pair) => current.With(pair.Key, pair.Value.ToString()));

    /// <summary>The same with one setting read from text: `count`, `method`, `path`, `status`, `retry-after`, `break` or `after`.</summary>
    /// <exception cref="FormatException">There is no such setting, or the value is none for it.</exception>
    internal Fault With(string name, string value) => name switch
    {
        "count" => this with { Count = Number(name, value, 1_000_000) },
        "method" => this with { Method = value },
        "path" => this with { Path = value },
        "status" => this with { Status = Number(name, value, 599) },
        "retry-after" => this with { RetryAfter = value },
        "break" => Enum.TryParse<Break>(value, ignoreCase: true, out var how) && Enum.IsDefined(how)
            ? this with { Break = how }
            : throw new FormatException($"A break is {string.Join(", ", Enum.GetNames<Break>()).ToLowerInvariant()}, not '{value}'."),
        "after" => bool.TryParse(value, out var after) ? this with { After = after } : throw new FormatException($"'after' is true or false, not '{value}'."),
        _ => throw new FormatException($"There is no '{name}': a fault has count, method, path, status, retry-after, break and after."),
    };

    private static int Number(string name, string value, int largest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= largest
            ? number
            : throw new FormatException($"'{name}' takes a number from 1 to {largest}, not '{value}'.");
}
