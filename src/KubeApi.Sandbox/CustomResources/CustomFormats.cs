using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Decoding;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>The formats of texts that a schema may ask for, and its patterns.</summary>
internal static class CustomFormats
{
    // A pattern that runs away is the definition's fault, and must not hold up the sandbox; Go's own cannot.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>True for a format that is not known, as on a real server.</summary>
    public static bool IsValid(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" or "datetime" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) && text.Contains('T', StringComparison.OrdinalIgnoreCase),
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

    public static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, s_patience);
}
