using System.Management.Automation;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>Makes the views of a kind on a console, from the server's columns. Pure.</summary>
internal static class FittedKindView
{
    /// <summary>The views of one type name: the default one, and <c>Wide</c>, which may be the same.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="first">The first object; others are expected to be similar.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="hasSession">Whether the session comes first.</param>
    /// <param name="hasNamespace">Whether the namespace comes before the server's columns.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static FittedViews Create(string typeName, PSObject first, ServerCells cells, bool hasSession, bool hasNamespace, int width)
    {
        return new FittedViews(
            typeName, [.. KindView.Names(typeName, cells.Columns).Select(name => (name, new FittedTable(Columns(name == KindView.Wide), width)))]);

        IReadOnlyList<FittedColumn> Columns(bool isWide)
        {
            FittedColumn[] columns =
            [
                .. KindView.Columns(cells.Columns, hasSession, hasNamespace, i => cells[i] is long or double, isWide).Select(
                    c => c.Position >= 0 ? Sized(c.Fitted, cells.Columns[c.Position], TableCell.Text(cells[c.Position]))
                        : c.Fitted.IsProperty ? c.Fitted.Sized(TableCell.Namespace(first).Length, 9, 11, 20)
                        : c.Fitted.Sized(FormatHelper.Session(first).Length, 7, 16, 20)),
            ];
            // Without a name, the last column is the one with the longest cells: the message of an event.
            return columns.Any(c => c.IsFlexible) ? columns : [.. columns.SkipLast(1), columns[^1] with { IsFlexible = true }];
        }
    }

    private static FittedColumn Sized(FittedColumn fitted, TableColumn column, string cell) => column switch
    {
        { Format: "name", Priority: 0 } => fitted.SizedAsName(cell.Length),
        { Name: "Restarts" } => fitted.Sized(0, 8, 15, 15) with
        {
            ShortScript = "[KubeApi.Formatting.TableCell]::Count($_, 'Restarts')",
            Rank = 1,
        },
        { Name: "Status" } => fitted.Sized(cell.Length, 9, 17, 26),
        { Name: "Ready" } => fitted.Sized(cell.Length, 5, 5, 5),
        _ when ColumnValue.IsAge(column) => fitted.Sized(0, 5, 6, 6),
        { Name: "Message" } => fitted.Sized(0, 22, 40, 40) with { IsFlexible = true },
        // What an event is about matters more than its reason.
        { Name: "Object" } => fitted.Sized(0, Math.Clamp(cell.Length, 8, 16), Math.Clamp(cell.Length, 8, 24), 8),
        { Type: "integer" or "number" or "boolean" } => fitted.Sized(cell.Length, 3, 3, 3) with { Rank = 1 },
        _ when cell is "" or "<none>" or "<unset>" or "<unknown>" => fitted.Sized(cell.Length, 4, 4, 4) with { Rank = 2 },
        // Rounded, because other cells are a little longer: Normal and Warning.
        _ => fitted.Sized(cell.Length, 8, (cell.Length + 3) / 4 * 4, 8) with { Rank = 1 },
    };
}
