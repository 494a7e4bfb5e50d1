using System.Globalization;
using System.Net;

namespace KubeApi.Client.Http;

/// <summary>
/// The NO_PROXY list, by the rules of Go's <c>golang.org/x/net/http/httpproxy</c>: names with their subdomains, subdomains only (after a dot), addresses and
/// CIDR blocks, each with or without a port; <c>*</c> for everything.
/// </summary>
internal sealed class NoProxyList(string text)
{
    private readonly string[] _entries =
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(e => e.ToLowerInvariant())
    ];

    /// <summary>Whether a host is reached without a proxy.</summary>
    public bool Contains(string host, int port)
    {
        var name = host.Trim('[', ']').ToLowerInvariant();
        var address = Address(name);
        return _entries.Any(e => e == "*" || Matches(e, name, address, port));
    }

    private static bool Matches(string entry, string name, IPAddress? address, int port)
    {
        if (entry.Split('/') is [var network, var length] && Address(network) is { } prefix
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return address is not null && IsWithin(address, prefix, bits);
        }

        var (entryHost, entryPort) = SplitPort(entry);
        if (entryHost.Length == 0 || (entryPort.Length > 0 && entryPort != port.ToString(CultureInfo.InvariantCulture)))
        {
            return false;
        }

        if (Address(entryHost) is { } same)
        {
            return same.Equals(address);
        }

        // "*.example.com" and ".example.com" match subdomains; "example.com" also matches itself.
        var suffix = Ascii(entryHost.StartsWith("*.", StringComparison.Ordinal) ? entryHost[1..] : entryHost);
        return suffix[0] == '.' ? name.EndsWith(suffix, StringComparison.Ordinal) : name == suffix || name.EndsWith("." + suffix, StringComparison.Ordinal);
    }

    // An IPv6 address with a port is in brackets; without brackets, all colons belong to the address.
    private static (string Host, string Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon >= 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[Math.Max(colon - 1, 0)] == ']');
        return hasPort ? (entry[..colon].Trim('[', ']'), entry[(colon + 1)..]) : (entry.Trim('[', ']'), "");
    }

    // Four numbers, as in Go; .NET also accepts "1" and "10.1".
    private static IPAddress? Address(string text) =>
        (text.Contains(':', StringComparison.Ordinal) || text.Split('.').Length == 4) && IPAddress.TryParse(text, out var address)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;

    private static bool IsWithin(IPAddress address, IPAddress network, int bits)
    {
        var (one, other) = (address.GetAddressBytes(), network.GetAddressBytes());
        if (one.Length != other.Length || bits > one.Length * 8)
        {
            return false;
        }

        var whole = bits / 8;
        var mask = (byte)(0xff << (8 - (bits % 8)));
        return one.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole)) && (bits % 8 == 0 || ((one[whole] ^ other[whole]) & mask) == 0);
    }

    private static string Ascii(string host)
    {
        try
        {
            return host[0] == '.' ? "." + new IdnMapping().GetAscii(host, 1) : new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException)
        {
            return host;
        }
    }
}
