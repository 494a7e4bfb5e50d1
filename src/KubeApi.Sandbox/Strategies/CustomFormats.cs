using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The string formats and patterns of a schema.</summary>
internal static class CustomFormats
{
    // The compiled pattern lives as long as the schema's string.
    private static readonly ConditionalWeakTable<string, Regex> s_patterns = [];

    // The differences of Go's syntax.
    private static readonly (string Go, string Net)[] s_words =
    [
        ("(?P<", "(?<"), ("[:alpha:]", "a-zA-Z"), ("[:digit:]", "0-9"), ("[:alnum:]", "a-zA-Z0-9"), ("[:lower:]", "a-z"), ("[:upper:]", "A-Z"),
        ("[:xdigit:]", "0-9a-fA-F"),
        ("[:word:]", "0-9A-Za-z_"), ("[:space:]", @"\t\n\v\f\r "),
    ];

    /// <summary>True for an unknown format, as in a real server.</summary>
    public static bool IsValid(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" or "datetime" =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                && text.Contains('T', StringComparison.OrdinalIgnoreCase),
        "email" => MailAddress.TryCreate(text, out _),
        "ipv4" => IPAddress.TryParse(text, out var address) && !text.Contains(':', StringComparison.Ordinal) && address.ToString() == text,
        "ipv6" => IPAddress.TryParse(text, out _) && text.Contains(':', StringComparison.Ordinal),
        "cidr" => IPNetwork.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "byte" => GoBase64.FirstIllegal(text) is null,
        "hostname" => Uri.CheckHostName(text) is not UriHostNameType.Unknown,
        _ => true,
    };

    public static bool Matches(string text, string pattern) => s_patterns.GetValue(pattern, Regex).IsMatch(text);

    // Without backtracking, as in Go: linear time, and no lookahead.
    private static Regex Regex(string pattern) =>
        new(
            s_words.Aggregate(pattern, (translated, word) => translated.Replace(word.Go, word.Net, StringComparison.Ordinal)),
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
