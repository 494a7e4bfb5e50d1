namespace KubeApi.Formatting;

/// <summary>A column of a table whose widths are fixed before the rows are known.</summary>
/// <param name="Label">The header.</param>
/// <param name="Script">The script that makes its cells.</param>
/// <param name="Least">The width below which cells are unreadable.</param>
/// <param name="Usual">The width that most cells need.</param>
/// <param name="Most">The width that long cells need.</param>
internal sealed record FittedColumn(string Label, string Script, int Least, int Usual, int Most)
{
    /// <summary>The script for cells in less than the greatest width; null for the same one.</summary>
    public string? ShortScript { get; init; }

    /// <summary>The columns with their widths and scripts: each gets its least width, then the usual ones and the greatest as far as there is room.
    /// The last columns are omitted if there is no room for the least widths: PowerShell would break their headers.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="room">The width of the console.</param>
    public static IEnumerable<(string Label, string Script, int Width)> Fit(IReadOnlyList<FittedColumn> columns, int room)
    {
        // A space between two columns, and one at the end.
        while (columns.Count > 1 && columns.Sum(c => c.Least + 1) > room)
        {
            columns = [.. columns.SkipLast(1)];
        }

        int[] widths = [.. columns.Select(c => c.Least)];
        var left = (long)room - widths.Sum() - widths.Length;
        foreach (var wanted in (Func<FittedColumn, int>[])[c => c.Usual, c => c.Most])
        {
            for (var i = 0; i < widths.Length; i++)
            {
                var more = (int)Math.Clamp(left, 0, Math.Max(0, wanted(columns[i]) - widths[i]));
                widths[i] += more;
                left -= more;
            }
        }

        return columns.Select((c, i) => (c.Label, widths[i] < c.Most ? c.ShortScript ?? c.Script : c.Script, widths[i]));
    }
}
