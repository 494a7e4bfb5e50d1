using KubeApi.Client.Errors;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Describing;

/// <summary>Collects the lines of a page. Text of the server is cleaned: it cannot control the terminal. Pure.</summary>
internal sealed class PageBuilder(DateTimeOffset now)
{
    private const int LabelWidth = 16;
    private const int Step = 2;

    private readonly List<PageLine> _lines = [];

    public IReadOnlyList<PageLine> Lines => _lines;

    /// <summary>Begins a section.</summary>
    public void Heading(string title)
    {
        if (_lines.Count > 0)
        {
            _lines.Add(new PageLine("", ""));
        }

        _lines.Add(new PageLine("", TerminalText.Clean(title), PageStyle.Heading));
    }

    /// <summary>A title inside a section.</summary>
    public void Subheading(string title, int indent) => _lines.Add(new PageLine(new string(' ', indent * Step), TerminalText.Clean(title), PageStyle.Heading));

    /// <summary>A label with its text, whose further lines are aligned below. Nothing for an empty text.</summary>
    public void Field(string label, string text, PageStyle style = PageStyle.Plain, int indent = 0)
    {
        if (text.Length == 0)
        {
            return;
        }

        var begin = (new string(' ', indent * Step) + TerminalText.Clean(label)).PadRight(LabelWidth - 1) + " ";
        foreach (var line in LinesOf(text))
        {
            _lines.Add(new PageLine(begin, line, style));
            begin = new string(' ', begin.Length);
        }
    }

    /// <summary>A label with a list, a line each.</summary>
    public void Field(string label, IEnumerable<string> items, int indent = 0) => Field(label, string.Join('\n', items.Select(OneLine)), indent: indent);

    /// <summary>Verbatim lines.</summary>
    public void Text(string text, int indent)
    {
        foreach (var line in LinesOf(text))
        {
            _lines.Add(new PageLine(new string(' ', indent * Step), line));
        }
    }

    /// <summary>A table. Its last column is as wide as it needs to be.</summary>
    public void Table(PageTable table)
    {
        if (table.Rows.Count == 0 && table.Note.Length == 0)
        {
            return;
        }

        Heading(table.Title);
        string[][] rows = [table.Columns, .. table.Rows.Select(r => r.Cells.Select(OneLine).ToArray())];
        var widths = Enumerable.Range(0, table.Columns.Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        for (var i = 0; i < rows.Length && table.Rows.Count > 0; i++)
        {
            var line = string.Join("  ", rows[i].Select((cell, c) => c == widths.Length - 1 ? cell : cell.PadRight(widths[c])));
            var style = i > 0 && table.Rows[i - 1].IsBad ? PageStyle.Bad : PageStyle.Plain;
            _lines.Add(i == 0
                ? new PageLine(new string(' ', Step) + line, "")
                : new PageLine(new string(' ', Step), line, style) { LastColumn = widths[..^1].Sum(w => w + 2) });
        }

        if (table.Note.Length > 0)
        {
            Text(table.Note, 1);
        }
    }

    /// <summary>A timestamp with how long ago it was: <c>2026-11-29 18:30:00Z (5m12s ago)</c>; empty for none.</summary>
    public string Time(string timestamp) =>
        UtcTime.Parse(timestamp) is { } time ? $"{UtcTime.Show(time)} ({HumanDuration.Show(now - time)} ago)" : timestamp;

    /// <summary>A timestamp without it: <c>2026-11-29 18:30:00Z</c>.</summary>
    public static string Moment(string timestamp) => UtcTime.Parse(timestamp) is { } time ? UtcTime.Show(time) : timestamp;

    /// <summary>The age of a timestamp: <c>5m12s</c>; empty for none.</summary>
    public string Age(string timestamp) => AgeOf(timestamp, now);

    /// <inheritdoc cref="Age"/>
    public static string AgeOf(string timestamp, DateTimeOffset now) => UtcTime.Parse(timestamp) is { } time ? HumanDuration.Show(now - time) : "";

    /// <summary>Text in one line.</summary>
    public static string OneLine(string text) => TerminalText.Clean(text).ReplaceLineEndings(" ").Replace('\t', ' ').Trim();

    private static string[] LinesOf(string text) => TerminalText.Clean(text).TrimEnd('\n').Split('\n');
}
