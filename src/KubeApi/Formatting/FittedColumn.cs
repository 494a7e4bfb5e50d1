using System.Management.Automation;

namespace KubeApi.Formatting;

/// <summary>A column of a table whose widths are fixed before the rows are known.</summary>
/// <param name="Label">The header.</param>
/// <param name="Script">The script that makes its cells.</param>
/// <param name="Least">The width below which cells are unreadable.</param>
/// <param name="Usual">The width that most cells need.</param>
/// <param name="Most">The width that long cells need.</param>
internal sealed record FittedColumn(string Label, string Script, int Least, int Usual, int Most)
{
    private const int LongestCell = 48;
    private const int ShortCell = 20;
    // Most names of objects are labels of DNS.
    private const int LongestName = 63;

    /// <summary>The script for cells in less than the greatest width; null for the same one.</summary>
    public string? ShortScript { get; init; }

    /// <summary>Whether the script is the name of a property instead.</summary>
    public bool IsProperty { get; init; }

    /// <summary>The alignment of the header and the cells.</summary>
    public Alignment Alignment { get; init; } = Alignment.Left;

    /// <summary>Columns of a lower rank get the room first, and those on the left before others of their rank.</summary>
    public int Rank { get; init; }

    /// <summary>Whether the column takes the room that remains.</summary>
    public bool IsFlexible { get; init; }

    /// <summary>The column with widths for its header and a typical cell; a long cell is broken into several lines.</summary>
    /// <param name="length">The length of the cell; 0 for none.</param>
    /// <param name="least">The width below which other cells are unreadable.</param>
    /// <param name="usual">The width that most cells need.</param>
    /// <param name="most">The width that long cells need.</param>
    public FittedColumn Sized(int length, int least, int usual, int most)
    {
        usual = new[] { Math.Min(usual, LongestCell), Label.Length, Math.Min(length, LongestCell) }.Max();
        return this with
        {
            Least = new[] { least, Label.Split(' ').Max(w => w.Length), Math.Min(length, ShortCell) }.Max(),
            Usual = usual,
            Most = Math.Max(usual, most),
        };
    }

    /// <summary>The column for the name of an object: the one that takes the remaining room.</summary>
    /// <param name="length">The length of the first name; 0 for none.</param>
    public FittedColumn SizedAsName(int length) => Sized(length, 16, 32, Math.Max(LongestName, length)) with
    {
        Least = Math.Clamp(length, 16, 30),
        Usual = Math.Clamp(length, 32, 40),
        IsFlexible = true,
        Rank = -1,
    };

    /// <summary>The columns for whose least widths there is room: PowerShell would break the headers of others.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="room">The width of the console.</param>
    public static IReadOnlyList<FittedColumn> Shown(IReadOnlyList<FittedColumn> columns, int room)
    {
        // A space between two columns, and one at the end.
        var left = (long)room;
        var shown = new HashSet<FittedColumn>(ReferenceEqualityComparer.Instance);
        foreach (var column in columns.OrderBy(c => c.Rank).Where(c => shown.Count == 0 || c.Least < left))
        {
            shown.Add(column);
            left -= column.Least + 1;
        }

        return [.. columns.Where(shown.Contains)];
    }

    /// <summary>Columns with their widths: each gets its least width, then the usual ones and the greatest as far as there is room.</summary>
    /// <param name="columns">The columns that are shown.</param>
    /// <param name="room">The width of the console.</param>
    public static IEnumerable<(FittedColumn Column, int Width)> Fit(IReadOnlyList<FittedColumn> columns, int room)
    {
        int[] widths = [.. columns.Select(c => c.Least)];
        var left = (long)room - widths.Sum() - widths.Length;
        foreach (var wanted in (Func<FittedColumn, int>[])[c => c.Usual, c => c.Most, c => c.IsFlexible ? room : 0])
        {
            foreach (var i in Enumerable.Range(0, widths.Length).OrderBy(i => columns[i].Rank))
            {
                var more = (int)Math.Clamp(left, 0, Math.Max(0, wanted(columns[i]) - widths[i]));
                widths[i] += more;
                left -= more;
            }
        }

        return columns.Select((c, i) => (widths[i] < c.Most && c.ShortScript is { } script ? c with { Script = script, IsProperty = false } : c, widths[i]));
    }

    /// <summary>The table of columns with their widths; it sizes itself if they are zero.</summary>
    public static TableControl Table(IEnumerable<(FittedColumn Column, int Width)> columns)
    {
        var table = new TableControl();
        var row = new TableControlRow();
        foreach (var (column, width) in columns)
        {
            table.AutoSize = width == 0;
            row.Wrap = width > 0;
            var label = TableCell.Text(column.Label);
            // A line for each word. PowerShell breaks lines between words in some languages only.
            label = width > 0 && width < label.Length ? label.Replace(' ', '\n') : label;
            table.Headers.Add(new TableControlColumnHeader(label, width, column.Alignment));
            row.Columns.Add(new TableControlColumn(
                Alignment.Undefined, new DisplayEntry(column.Script, column.IsProperty ? DisplayEntryValueType.Property : DisplayEntryValueType.ScriptBlock)));
        }

        table.Rows.Add(row);
        return table;
    }
}
