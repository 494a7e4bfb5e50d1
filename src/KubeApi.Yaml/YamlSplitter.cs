namespace KubeApi.Yaml;

/// <summary>Splits manifests at the lines that begin with <c>---</c>, before any YAML is parsed, as kubectl does (apimachinery's YAMLReader).</summary>
internal static class YamlSplitter
{
    private const string Separator = "---";

    /// <summary>The parts between the separators, without their byte order marks; parts of white space are skipped.</summary>
    /// <exception cref="YamlFault">Something other than a comment follows <c>---</c> on its line.</exception>
    public static IEnumerable<(int Start, int End)> Split(string text)
    {
        var start = TextPlace.SkipMark(text, 0);
        while (start < text.Length)
        {
            var separator = Find(text, start);
            if (!text.AsSpan(start, separator - start).IsWhiteSpace())
            {
                yield return (start, separator);
            }

            start = TextPlace.SkipMark(text, separator < text.Length ? EndOfSeparator(text, separator) : separator);
        }
    }

    // The next line that begins with ---, or the end of the input.
    private static int Find(string text, int start)
    {
        if (text.AsSpan(start).StartsWith(Separator, StringComparison.Ordinal))
        {
            return start;
        }

        var found = text.AsSpan(start).IndexOf("\n" + Separator, StringComparison.Ordinal);
        return found < 0 ? text.Length : start + found + 1;
    }

    private static int EndOfSeparator(string text, int separator)
    {
        var rest = text.AsSpan(separator + Separator.Length);
        var length = rest.IndexOf('\n') is >= 0 and var newline ? newline + 1 : rest.Length;
        return rest[..length].Trim() is { IsEmpty: false } follows && follows[0] != '#'
            ? throw new YamlFault(separator + Separator.Length, "wrong document separator: only white space or a comment can follow '---' on its line")
            : separator + Separator.Length + length;
    }
}
