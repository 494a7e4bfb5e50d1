using System.Buffers;
using System.Globalization;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Parses durations as kubectl does: numbers with units, such as <c>1h30m</c> or <c>100ms</c>. Also days, which Go does not have.</summary>
internal static class Duration
{
    private const decimal LongestSeconds = 1e10m;

    // Of any unit; it prevents an overflow.
    private const decimal LargestNumber = 1e20m;

    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    /// <summary>The argument as it was typed: PowerShell parses 2d as the decimal number 2, and 1.5s as the short 2, and keeps the string.</summary>
    public static object? Typed(object? argument) =>
        argument is PSObject { BaseObject: decimal or short or ushort } number && $"{number}" is [.., 'd' or 'D' or 's' or 'S'] text
            ? text : EmptyValue.Unwrap(argument);

    /// <summary>Parses a duration, seconds without a unit, or a TimeSpan (<c>00:01:30</c>).</summary>
    /// <returns>The duration, rounded up to .NET's ticks of 100 ns; null if it is none, or longer than three centuries.</returns>
    public static TimeSpan? TryParse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (Number(rest, NumberStyles.AllowLeadingSign) is { } plain)
        {
            return OfSeconds(plain);
        }

        if (rest.Contains(':'))
        {
            return TimeSpan.TryParse(rest, CultureInfo.InvariantCulture, out var time) ? time : null;
        }

        var sign = rest is ['-', ..] ? -1 : 1;
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        var total = rest.IsEmpty ? (decimal?)null : 0;
        while (!rest.IsEmpty && total is not null)
        {
            var digits = rest.IndexOfAnyExcept(s_number);
            var unit = digits < 0 ? "" : rest[digits..];
            unit = unit[..(unit.IndexOfAny(s_number) is >= 0 and var end ? end : unit.Length)];
            total += Number(rest[..Math.Max(digits, 0)]) * SecondsOf(unit);
            rest = rest[(Math.Max(digits, 0) + unit.Length)..];
        }

        return OfSeconds(sign * total);
    }

    private static decimal? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9m,
        // The micro sign and the Greek letter.
        "us" or "\u00b5s" or "\u03bcs" => 1e-6m,
        "ms" => 1e-3m,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => null,
    };

    private static decimal? Number(ReadOnlySpan<char> text, NumberStyles sign = NumberStyles.None) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | sign, CultureInfo.InvariantCulture, out var number) && number < LargestNumber
            ? number : null;

    private static TimeSpan? OfSeconds(decimal? seconds) =>
        seconds is > -LongestSeconds and < LongestSeconds and var time ? TimeSpan.FromTicks((long)Math.Ceiling(time * TimeSpan.TicksPerSecond)) : null;
}
