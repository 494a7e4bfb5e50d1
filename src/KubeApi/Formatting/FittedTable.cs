using System.Management.Automation;

namespace KubeApi.Formatting;

/// <summary>
/// A table on a console. It sizes itself if there is room for long names. Otherwise, PowerShell would remove the columns on the right, the age first, and
/// break the header of the next one; so the widths of a narrow table are fixed, its cells wrap, and the columns that do not fit are its last ones. PowerShell
/// shows those where there is room, as in <c>Out-String -Width 200</c>. Pure.
/// </summary>
internal sealed class FittedTable
{
    private readonly int _width;
    private readonly IReadOnlyList<FittedColumn> _columns;
    private readonly int _shown;
    private readonly bool _isFitted;

    /// <summary>Makes a table.</summary>
    /// <param name="columns">Its columns; one of them at least takes the remaining room.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public FittedTable(IReadOnlyList<FittedColumn> columns, int width)
    {
        _width = width;
        _isFitted = columns.Sum(c => (c.IsFlexible ? c.Most : c.Usual) + 1) > width;
        var shown = _isFitted ? FittedColumn.Shown(columns, width) : columns;
        _shown = shown.Count;
        _columns = [.. shown, .. columns.Where(c => !shown.Contains(c, ReferenceEqualityComparer.Instance))];
        Control = FittedColumn.Table(
            _isFitted ? FittedColumn.Fit(shown, width).Concat(_columns.Skip(_shown).Select(c => (c, c.Usual))) : columns.Select(c => (c, 0)));
    }

    /// <summary>The table.</summary>
    public TableControl Control { get; }

    /// <summary>Whether a table that was made for another object of the same type serves this one too.</summary>
    public bool IsServedBy(TableControl other) =>
        other.Headers.Count == _columns.Count
        && (other.AutoSize ? !_isFitted : other.Headers.Take(_shown).Sum(h => h.Width + 1) == _width)
        && Enumerable.Range(0, _columns.Count).All(i => IsServedBy(other.Headers[i], other.Rows[0].Columns[i].DisplayEntry.Value, _columns[i]));

    private bool IsServedBy(TableControlColumnHeader header, string script, FittedColumn column) =>
        (script == column.Script || script == column.ShortScript)
        && header.Alignment == column.Alignment
        && (header.Width == 0 || header.Width >= (_isFitted ? column.Least : column.Usual));
}
