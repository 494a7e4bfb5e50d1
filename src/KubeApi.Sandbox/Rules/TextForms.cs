using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Rules;

/// <summary>Validates strings: ports, addresses, percentages, time zones, hosts.</summary>
internal static partial class TextForms
{
    private const int LongestPortName = 15;

    private const string Wildcard =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, "
            + "'-' or '.' and end with an "
        + "alphanumeric character (e.g. '*.example.com', regex used for validation is "
        + "'\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Validates the name of a port (an IANA service name).</summary>
    public static IEnumerable<string> PortName(string name)
    {
        if (name.Length > LongestPortName)
        {
            yield return $"must be no more than {LongestPortName} characters";
        }

        if (!PortCharacters().IsMatch(name))
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!name.Any(char.IsAsciiLetterLower))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (name.StartsWith('-') || name.EndsWith('-'))
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    /// <summary>Only the full form: .NET also accepts `1.2.3` and `010.0.0.1`.</summary>
    public static bool IsAddress(string text) => text.Contains(':', StringComparison.Ordinal)
        ? !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[') && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
        : Dotted().IsMatch(text) && text.Split('.').All(part => int.Parse(part, CultureInfo.InvariantCulture) < 256);

    public static bool IsNetwork(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && IsAddress(parts[0]) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= (parts[0].Contains(':', StringComparison.Ordinal) ? 128 : 32);
    }

    /// <summary>Whether the network is a proper part of the other.</summary>
    public static bool IsWithin(string network, string whole)
    {
        var (inner, outer) = (IPNetwork.Parse(Masked(network)), IPNetwork.Parse(Masked(whole)));
        return inner.PrefixLength > outer.PrefixLength && outer.Contains(inner.BaseAddress);
    }

    public static bool IsLoopback(string text) => IsAddress(text) && IPAddress.IsLoopback(IPAddress.Parse(text));

    /// <summary>Validates a host: a DNS name, or `*.` and a DNS name.</summary>
    public static IEnumerable<string> ValidateHost(string host)
    {
        if (IsAddress(host))
        {
            return ["must be a DNS name, not an IP address"];
        }

        return !host.Contains('*', StringComparison.Ordinal) ? NameRule.Subdomain.Validate(host)
            : host.StartsWith("*.", StringComparison.Ordinal) && !NameRule.Subdomain.Validate(host[2..]).Any() ? []
            : [Wildcard];
    }

    /// <summary>Validates the URL of a webhook: https, with a host, without a query.</summary>
    public static IEnumerable<StatusCause> WebhookUrl(FieldValue field)
    {
        const string form = "desired format: https://host[/path]";
        var isUri = Uri.TryCreate(field.Text, UriKind.Absolute, out var uri);
        if (!isUri || uri!.Scheme != "https")
        {
            yield return ApiErrors.InvalidValue(
                field.Place, ApiErrors.Quote(isUri ? uri!.Scheme : ""), $"'https' is the only allowed URL scheme; {form}");
        }

        if (!isUri || uri!.Host.Length == 0)
        {
            yield return ApiErrors.InvalidValue(field.Place, "\"\"", $"host must be specified; {form}");
        }

        if (isUri && uri!.Query.Length > 1)
        {
            yield return ApiErrors.InvalidValue(field.Place, ApiErrors.Quote(uri.Query[1..]), "query parameters are not permitted in the URL");
        }
    }

    public static bool IsPercent(string text) => Percents().IsMatch(text);

    /// <summary>Null for a known zone.</summary>
    public static string? ValidateTimeZone(string name) => name.Equals("Local", StringComparison.OrdinalIgnoreCase)
        ? "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? null : $"unknown time zone {name}";

    // .NET requires zero bits after the prefix.
    private static string Masked(string network)
    {
        var parts = network.Split('/');
        var bytes = IPAddress.Parse(parts[0]).GetAddressBytes();
        var length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return $"{new IPAddress(bytes)}/{length}";
    }

    [GeneratedRegex(@"\A[-a-z0-9]+\z")]
    private static partial Regex PortCharacters();

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}\z")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\A[0-9]+%\z")]
    private static partial Regex Percents();
}
