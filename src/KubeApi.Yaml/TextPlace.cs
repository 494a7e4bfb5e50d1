namespace KubeApi.Yaml;

/// <summary>Lines and columns, as editors count them.</summary>
internal static class TextPlace
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The line and column of a character, from 1.</summary>
    public static (int Line, int Column) Of(string text, int index)
    {
        var before = text.AsSpan(0, Math.Min(index, text.Length));
        var line = before[(before.LastIndexOf('\n') + 1)..];
        return (before.Count('\n') + 1, line.Length - (line is [ByteOrderMark, ..] ? 1 : 0) + 1);
    }

    /// <summary>The start of the text after a byte order mark.</summary>
    public static int SkipMark(string text, int index) => index < text.Length && text[index] == ByteOrderMark ? index + 1 : index;
}
