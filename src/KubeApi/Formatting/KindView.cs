using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>Makes the views of a kind from the server's columns: the default one, and <c>Wide</c>, which may be the same. Pure.</summary>
internal static class KindView
{
    /// <summary>The view of <c>Format-Table -View Wide</c>, which has all columns.</summary>
    public const string Wide = "Wide";

    // Columns that many kinds have, and objects as the hidden members NameCell, ReadyCell and so on.
    private static readonly string[] s_members = ["Name", "Ready", "Status", "Restarts"];

    /// <summary>The views of one type name, which size themselves.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="columns">The server's columns. Those of priority 0 are in the default view.</param>
    /// <param name="hasSession">Whether the session comes first.</param>
    /// <param name="hasNamespace">Whether the namespace comes before the server's columns.</param>
    /// <param name="isNumber">Whether the cells of a column, at a position, are numbers: servers declare some of them as strings.</param>
    public static ExtendedTypeDefinition Create(
        string typeName, IReadOnlyList<TableColumn> columns, bool hasSession, bool hasNamespace, Func<int, bool> isNumber) =>
        new(typeName, Names(typeName, columns).Select(name => new FormatViewDefinition(
            name, FittedColumn.Table(Columns(columns, hasSession, hasNamespace, isNumber, name == Wide).Select(c => (c.Fitted, 0))))));

    /// <summary>The names of the views of one type name.</summary>
    public static string[] Names(string typeName, IReadOnlyList<TableColumn> columns) =>
        // Without more columns, the wide view is the default one, too: each view adds to the time of importing the module.
        columns.All(c => c.Priority == 0) ? [Wide] : [typeName, Wide];

    /// <summary>Everything in which two definitions of the same type can differ.</summary>
    public static string Signature(ExtendedTypeDefinition definition) => string.Join('\n', definition.FormatViewDefinition.SelectMany(
        v => v.Control is TableControl table
            ? table.Headers.Zip(
                table.Rows[0].Columns, (header, column) => $"{v.Name} {header.Alignment} {header.Width} {header.Label} {column.DisplayEntry.Value}")
            : []));

    /// <summary>The columns of a view without widths, and the position of each among the server's columns; -1 for the session and the namespace.</summary>
    public static IEnumerable<(FittedColumn Fitted, int Position)> Columns(
        IReadOnlyList<TableColumn> columns, bool hasSession, bool hasNamespace, Func<int, bool> isNumber, bool isWide)
    {
        if (hasSession)
        {
            yield return (new FittedColumn("Session", "[KubeApi.Formatting.FormatHelper]::Session($_)", 0, 0, 0), -1);
        }

        if (hasNamespace)
        {
            yield return (Property("Namespace", "NamespaceCell"), -1);
        }

        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            if (isWide || column.Priority == 0)
            {
                var isRight = column.Type is "integer" or "number" || isNumber(i);
                yield return (Cell(columns, i) with { Alignment = isRight ? Alignment.Right : Alignment.Left }, i);
            }
        }
    }

    // A hidden member of the object if it exists: a script takes several times as long.
    private static FittedColumn Cell(IReadOnlyList<TableColumn> columns, int position)
    {
        var column = columns[position];
        return ColumnValue.IsAge(column) ? Property(column.Name, "AgeCell")
            : s_members.FirstOrDefault(IsFirst) is { } member ? Property(column.Name, $"{member}Cell")
            : new FittedColumn(
                column.Name,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"[KubeApi.Formatting.TableCell]::Text($_, {position}, '{CodeGeneration.EscapeSingleQuotedStringContent(column.Name)}')"),
                0, 0, 0);

        bool IsFirst(string member) =>
            column.Name.Equals(member, StringComparison.OrdinalIgnoreCase)
            && !columns.Take(position).Any(c => c.Name.Equals(member, StringComparison.OrdinalIgnoreCase));
    }

    private static FittedColumn Property(string label, string name) => new(label, name, 0, 0, 0) { IsProperty = true };
}
