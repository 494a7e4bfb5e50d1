using System.Text;
using System.Text.Unicode;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Reads a Warning header: <c>299 - "text" "date", 299 agent "text"</c>, with backslash escapes.</summary>
internal static class WarningHeader
{
    /// <summary>The messages of the warnings with code 299; malformed parts are skipped.</summary>
    public static IEnumerable<string> Parse(string header)
    {
        header = FromUtf8(header);
        for (var position = 0; position < header.Length;)
        {
            var codeEnd = header.IndexOf(' ', position);
            var agentEnd = codeEnd < 0 ? -1 : header.IndexOf(' ', codeEnd + 1);
            if (agentEnd < 0 || Quoted(header, agentEnd + 1) is not var (text, next))
            {
                yield break;
            }

            if (header[position..codeEnd] == "299" && text.Length > 0)
            {
                yield return text;
            }

            if (Quoted(header, SkipSpaces(header, next)) is var (_, afterDate))
            {
                next = afterDate;
            }

            position = SkipSpaces(header, SkipSpaces(header, next) + 1);
        }
    }

    // The server writes UTF-8, and HttpClient reads each byte as a Latin-1 character.
    private static string FromUtf8(string header) =>
        header.All(c => c <= 0xFF) && Encoding.Latin1.GetBytes(header) is var bytes && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : header;

    private static int SkipSpaces(string header, int position)
    {
        while (position < header.Length && header[position] == ' ')
        {
            position++;
        }

        return position;
    }

    private static (string Text, int Next)? Quoted(string header, int position)
    {
        if (position >= header.Length || header[position] != '"')
        {
            return null;
        }

        var text = new StringBuilder();
        for (var i = position + 1; i < header.Length; i++)
        {
            switch (header[i])
            {
                case '"':
                    return (TerminalText.Clean(EncodedWords.Decode(text.ToString())), i + 1);
                case '\\' when i + 1 < header.Length:
                    text.Append(header[++i]);
                    break;
                default:
                    text.Append(header[i]);
                    break;
            }
        }

        return null;
    }
}
