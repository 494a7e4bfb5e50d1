using System.Management.Automation;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>The views of a kind on a console, from the server's columns: the default one, and <c>Wide</c>, which may be the same. Pure.</summary>
internal sealed class FittedKindView
{
    // Most names of objects are labels of DNS.
    private const int LongestName = 63;
    private const int LongestCell = 40;
    private const int ShortCell = 20;

    private readonly List<FittedTable> _tables = [];

    /// <summary>Makes the views of one type name.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="first">The first object; others are expected to be similar.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="hasSession">Whether the session comes first.</param>
    /// <param name="hasNamespace">Whether the namespace comes before the server's columns.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public FittedKindView(string typeName, PSObject first, ServerCells cells, bool hasSession, bool hasNamespace, int width)
    {
        Definition = KindView.Create(typeName, cells.Columns, isWide =>
        {
            var table = new FittedTable(Columns(isWide), width);
            _tables.Add(table);
            return table.Control;
        });

        IReadOnlyList<FittedColumn> Columns(bool isWide)
        {
            FittedColumn[] columns =
            [
                .. KindView.Columns(cells.Columns, hasSession, hasNamespace, i => cells[i] is long or double, isWide).Select(
                    c => c.Position >= 0 ? WithWidths(c.Fitted, cells.Columns[c.Position], TableCell.Text(cells[c.Position]))
                        : c.Fitted.IsProperty ? WithWidths(c.Fitted, TableCell.Namespace(first).Length, 9, 14, 20)
                        : WithWidths(c.Fitted, FormatHelper.Session(first).Length, 7, 10, 20)),
            ];
            // Without a name, the last column is the one with the longest cells: the message of an event.
            return columns.Any(c => c.IsFlexible) ? columns : [.. columns.SkipLast(1), columns[^1] with { IsFlexible = true }];
        }
    }

    /// <summary>The definition of the views.</summary>
    public ExtendedTypeDefinition Definition { get; }

    /// <summary>
    /// Whether views that were made for another object on the same console serve this one too. They save a script that reads many objects a definition each
    /// time.
    /// </summary>
    public bool IsServedBy(ExtendedTypeDefinition other) =>
        other.FormatViewDefinition.Count == _tables.Count
        && other.FormatViewDefinition.Zip(_tables).All(v => v.First.Control is TableControl table && v.Second.IsServedBy(table));

    private static FittedColumn WithWidths(FittedColumn fitted, TableColumn column, string cell)
    {
        var length = cell.Length;
        return column switch
        {
            { Format: "name", Priority: 0 } => WithWidths(fitted, length, 16, 24, LongestName) with
            {
                Least = Math.Clamp(length, 16, 30),
                IsFlexible = true,
                Rank = -1,
            },
            { Name: "Restarts" } => WithWidths(fitted, 0, 8, 15, 15) with
            {
                ShortScript = "[KubeApi.Formatting.TableCell]::Count($_, 'Restarts')",
                Rank = 1,
            },
            { Name: "Status" } => WithWidths(fitted, length, 9, 17, 26),
            { Name: "Ready" } => WithWidths(fitted, length, 5, 5, 5),
            _ when ColumnValue.IsAge(column) => WithWidths(fitted, 0, 5, 6, 6),
            { Name: "Message" } => WithWidths(fitted, 0, 30, LongestCell, LongestCell) with { IsFlexible = true },
            { Type: "integer" or "number" or "boolean" } => WithWidths(fitted, length, 3, 3, 3) with { Rank = 1 },
            _ when cell is "" or "<none>" or "<unset>" or "<unknown>" => WithWidths(fitted, length, 4, 4, 4) with { Rank = 2 },
            // Rounded, because other cells are a little longer: Normal and Warning.
            _ => WithWidths(fitted, length, 8, (length + 3) / 4 * 4, 8) with { Rank = 1 },
        };
    }

    // The least width of long cells breaks them into several lines.
    private static FittedColumn WithWidths(FittedColumn fitted, int length, int least, int usual, int most)
    {
        var header = fitted.Label.Length;
        usual = new[] { Math.Min(usual, LongestCell), header, Math.Min(length, LongestCell) }.Max();
        return fitted with
        {
            Least = new[] { least, fitted.Label.Split(' ').Max(w => w.Length), Math.Min(length, ShortCell) }.Max(),
            Usual = usual,
            Most = Math.Max(usual, most),
        };
    }
}
