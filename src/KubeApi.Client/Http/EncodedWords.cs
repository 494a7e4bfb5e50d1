using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KubeApi.Client.Http;

/// <summary>Decodes the encoded words of RFC 2047 in a header's value: <c>=?UTF-8?Q?gr=C3=B6=C3=9Fe?=</c>. Pure.</summary>
internal static partial class EncodedWords
{
    /// <summary>
    /// The string with its encoded words decoded; a word that is malformed, or in another charset than UTF-8, Latin-1 or ASCII, stays unchanged.
    /// </summary>
    public static string Decode(string text) => text.Contains("=?", StringComparison.Ordinal) ? Word().Replace(text, Decode) : text;

    private static string Decode(Match word)
    {
        var encoding = word.Groups["charset"].Value.ToUpperInvariant() switch
        {
            "UTF-8" => Encoding.UTF8,
            "ISO-8859-1" => Encoding.Latin1,
            "US-ASCII" => Encoding.ASCII,
            _ => null,
        };
        var content = word.Groups["content"].Value;
        try
        {
            return encoding?.GetString(word.Groups["encoding"].Value is "B" or "b" ? Convert.FromBase64String(content) : FromQ(content)) ?? word.Value;
        }
        catch (FormatException)
        {
            return word.Value;
        }
    }

    private static byte[] FromQ(string content)
    {
        var bytes = new List<byte>(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '=')
            {
                bytes.Add(content[i] == '_' ? (byte)' ' : (byte)content[i]);
            }
            else if (i + 2 < content.Length
                && byte.TryParse(content.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                throw new FormatException();
            }
        }

        return [.. bytes];
    }

    // White space between two encoded words is not part of the value.
    [GeneratedRegex(@"=\?(?<charset>[^?\s]+)\?(?<encoding>[BbQq])\?(?<content>[!->@-~]*)\?=(?:\s+(?==\?[^?\s]+\?[BbQq]\?[!->@-~]*\?=))?")]
    private static partial Regex Word();
}
