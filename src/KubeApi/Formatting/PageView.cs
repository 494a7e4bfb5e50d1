using KubeApi.Client.Describing;

namespace KubeApi.Formatting;

/// <summary>The lines of a page in the colors of a terminal.</summary>
internal static class PageView
{
    private const string Reset = "\u001b[0m";

    // A narrower last column is no column: the line continues below its first one.
    private const int MinWidth = 24;

    /// <summary>The lines that a line takes on a console of a width: broken between words, and continued below its text or its last column.</summary>
    public static IEnumerable<PageLine> Wrap(PageLine line, int width)
    {
        if (line.Label.Length + line.Text.Length < width)
        {
            return [line];
        }

        var indent = line.Text.Length - line.Text.TrimStart().Length;
        var isNarrow = width - line.Label.Length - line.LastColumn < MinWidth;
        var column = isNarrow ? indent : Math.Max(line.LastColumn, indent);
        // Apart from the next row.
        var hang = isNarrow && line.LastColumn > 0 ? 4 : 0;
        var room = Math.Max(MinWidth, width - line.Label.Length - column - hang - 1);
        return EventText.Wrap(line.Text[column..], room).Select((part, i) => line with
        {
            Label = i == 0 ? line.Label : new string(' ', line.Label.Length),
            Text = (i == 0 ? line.Text[..column] : new string(' ', column + hang)) + part,
        });
    }

    /// <summary>The line with escape sequences.</summary>
    public static string Colored(PageLine line)
    {
        var color = line.Style switch
        {
            PageStyle.Heading => "\u001b[1m",
            PageStyle.Good => "\u001b[32m",
            PageStyle.Bad => "\u001b[31m",
            _ => "",
        };
        var label = string.IsNullOrWhiteSpace(line.Label) ? line.Label : $"\u001b[36m{line.Label}{Reset}";
        return color.Length == 0 || line.Text.Length == 0 ? label + line.Text : $"{label}{color}{line.Text}{Reset}";
    }
}
