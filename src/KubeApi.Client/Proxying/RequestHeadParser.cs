using System.Globalization;
using System.Text;

namespace KubeApi.Client.Proxying;

/// <summary>
/// Parses the head of a request. It rejects anything that two servers could interpret in two ways (RFC 9112, section 11.2, request smuggling).
/// </summary>
internal static class RequestHeadParser
{
    /// <summary>Parses a head, with its empty line. <see cref="CheckPath"/> checks the decoded path.</summary>
    /// <exception cref="FormatException">The head is invalid; the message says why.</exception>
    public static RequestHead Parse(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        if (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            throw new FormatException("The request's head does not end with an empty line.");
        }

        var lines = text[..^4].Split("\r\n");
        if (lines.Any(line => line.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0))
        {
            throw new FormatException("The request's head contains a line end other than CR LF, or a NUL.");
        }

        var (method, target, isHttp10) = ParseRequestLine(lines[0]);
        var headers = lines.Skip(1).Select(ParseHeader).ToList();
        var request = new RequestHead(method, target, isHttp10, headers);
        CheckHost(request);
        return request with { BodyLength = LengthOf(request) };
    }

    /// <summary>Checks the decoded path of a parsed head. This takes longer than the other checks.</summary>
    /// <exception cref="FormatException">Two servers could read the path in two ways; the message says how.</exception>
    public static void CheckPath(RequestHead head)
    {
        if (RequestTargetCheck.FaultOfPath(head.Path) is { } fault)
        {
            throw new FormatException($"The request's target {fault}.");
        }
    }

    private static (string Method, string Target, bool IsHttp10) ParseRequestLine(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3)
        {
            throw new FormatException("The request line is not of the form METHOD PATH HTTP/1.1.");
        }

        // .NET would send 'post' as POST, so a rule for POST would not see it.
        if (parts[0].Length == 0 || !parts[0].All(c => char.IsAsciiLetterUpper(c) || c == '-'))
        {
            throw new FormatException("The method is not a word in upper case.");
        }

        if (parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            throw new FormatException("The protocol is neither HTTP/1.1 nor HTTP/1.0.");
        }

        if (RequestTargetCheck.FaultOfEncoding(parts[1]) is { } fault)
        {
            throw new FormatException($"The request's target {fault}.");
        }

        return (parts[0], parts[1], parts[2] == "HTTP/1.0");
    }

    private static KeyValuePair<string, string> ParseHeader(string line)
    {
        if (line.Length == 0 || line[0] is ' ' or '\t')
        {
            throw new FormatException("A header is folded into a second line, or empty.");
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !line.AsSpan(0, colon).ToString().All(IsTokenCharacter))
        {
            throw new FormatException("A header's name is empty, or contains a character that HTTP does not allow, such as a space before the colon.");
        }

        var (name, value) = (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
        if (value.Any(c => c != '\t' && char.IsControl(c) && c < 0x80))
        {
            throw new FormatException($"The value of the header {name} contains a control character.");
        }

        // Names of users and groups may be in any script.
        return value.All(char.IsAscii) || name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)
            ? new KeyValuePair<string, string>(name, value)
            : throw new FormatException($"The value of the header {name} is not ASCII.");
    }

    private static void CheckHost(RequestHead request)
    {
        var hosts = ValuesOf(request, "Host");
        if (hosts.Count > 1 || (hosts.Count == 0 && !request.IsHttp10) || hosts.Any(host => host.Any(c => " ,/@?#\t".Contains(c, StringComparison.Ordinal))))
        {
            throw new FormatException("The request needs exactly one Host header, with a name and perhaps a port.");
        }
    }

    private static long? LengthOf(RequestHead request)
    {
        var (lengths, codings) = (ValuesOf(request, "Content-Length"), ValuesOf(request, "Transfer-Encoding"));
        if (lengths.Count > 0 && codings.Count > 0)
        {
            throw new FormatException("The request has a Content-Length and a Transfer-Encoding.");
        }

        if (lengths.Count > 1 || codings.Count > 1)
        {
            throw new FormatException("The request states the length of its body twice.");
        }

        if (codings is [var coding])
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && !request.IsHttp10
                ? null
                : throw new FormatException("The Transfer-Encoding is not chunked, or the request is HTTP/1.0.");
        }

        if (lengths is not [var length])
        {
            return 0;
        }

        return length.Length is > 0 and <= 18 && length.All(char.IsAsciiDigit)
            ? long.Parse(length, CultureInfo.InvariantCulture)
            : throw new FormatException("The Content-Length is not a number.");
    }

    private static List<string> ValuesOf(RequestHead request, string name) =>
        [.. request.Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
