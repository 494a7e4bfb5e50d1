using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>
/// Makes the views of the events of one kind: time and type, then the server's columns. Their widths are fixed: an auto-sized view shows an event
/// only when the next one arrives. Pure.
/// </summary>
internal static class EventView
{
    private const string NamespaceScript = "[KubeApi.Formatting.TableCell]::Shown($_.Namespace)";
    private const int ShortWidth = 8;
    private const int SessionWidth = 10;
    private const int ReadyWidth = 5;
    private const int StatusWidth = 17;
    private const int LongestCell = 40;

    // The last column takes the remaining width.
    private const int RestWidth = 253;

    // The width of output that is not shown on a console; wider columns would be empty.
    private const int MostUsed = 120;

    /// <summary>The views of one type name: the default one, and <c>Wide</c>.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="first">The server's cells of the first object; others are expected to be similar. The default view has the columns of priority 0.</param>
    /// <param name="hasSession">Whether the session comes before the server's columns.</param>
    /// <param name="hasNamespace">Whether the namespace comes before the server's columns.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static ExtendedTypeDefinition Create(string typeName, ServerCells first, bool hasSession, bool hasNamespace, int width)
    {
        return new ExtendedTypeDefinition(
            typeName, [new FormatViewDefinition(typeName, View(isWide: false)), new FormatViewDefinition(KindView.Wide, View(isWide: true))]);

        TableControl View(bool isWide) => Fit(
            [
                .. Begin(hasSession),
                .. hasNamespace ? [new FittedColumn("Namespace", NamespaceScript, 9, 14, 20)] : Array.Empty<FittedColumn>(),
                .. first.Columns.Select((c, i) => (Column: c, Cell: TableCell.Text(first[i]))).Where(c => isWide || c.Column.Priority == 0)
                    .Select(c => Distinct(ColumnOf(c.Column, c.Cell.Length), typeName.Split('/')[^1])),
            ],
            width);
    }

    /// <summary>The view of the rows of Select-KubeApiColumn, each for an event.</summary>
    /// <param name="typeName">The type name that the view belongs to.</param>
    /// <param name="first">The first row.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static ExtendedTypeDefinition OfRows(string typeName, PSObject first, int width) => new(
        typeName,
        [
            new FormatViewDefinition(typeName, Fit(
                [
                    .. first.Properties.Select(p =>
                    {
                        var text = FormatHelper.Cell(p.Value);
                        var script = $"[KubeApi.Formatting.FormatHelper]::Cell($_.'{CodeGeneration.EscapeSingleQuotedStringContent(p.Name)}')";
                        var column = new TableColumn { Name = p.Name, Format = p.Name == "Name" ? "name" : "" };
                        return p.Value is DateTime || p.Name == "Type" ? new FittedColumn(p.Name, script, ShortWidth, ShortWidth, ShortWidth)
                            : ColumnOf(column, text.Length) with { Script = script, ShortScript = null };
                    }),
                ],
                width)),
        ]);

    /// <summary>The view that events of several types share, and events of objects without columns. Namespace and name get the room of the
    /// console.</summary>
    /// <param name="typeName">The type name that the view belongs to.</param>
    /// <param name="hasSession">Whether it shows the session.</param>
    /// <param name="kindWidth">The length of the longest kind.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static ExtendedTypeDefinition OfTypes(string typeName, bool hasSession, int kindWidth, int width)
    {
        kindWidth = Math.Clamp(kindWidth, 4, 24);
        var room = Math.Min(width, MostUsed) - (2 * ShortWidth) - (hasSession ? SessionWidth + 1 : 0) - kindWidth - ReadyWidth - StatusWidth - 6;
        var namespaceWidth = Math.Clamp(room / 3, 9, 24);
        var columns = Begin(hasSession)
            .Append(Fixed("Kind", "[KubeApi.Formatting.TableCell]::Shown($_.Kind)", kindWidth))
            .Append(Fixed("Namespace", NamespaceScript, namespaceWidth))
            .Append(Fixed("Name", "[KubeApi.Formatting.TableCell]::Shown($_.Name)", Math.Clamp(room - namespaceWidth, 16, 48)))
            .Append(Fixed("Ready", "[KubeApi.Formatting.TableCell]::Named($_.Object, 'Ready')", ReadyWidth))
            .Append(Fixed("Status", "[KubeApi.Formatting.TableCell]::Named($_.Object, 'Status')", RestWidth));
        return new ExtendedTypeDefinition(typeName, [new FormatViewDefinition(typeName, FittedColumn.Table(columns.Select(c => (c, c.Least))))]);
    }

    private static TableControl Fit(IReadOnlyList<FittedColumn> columns, int width)
    {
        var room = width == int.MaxValue ? MostUsed : width;
        return FittedColumn.Table(FittedColumn.Fit(FittedColumn.Shown(columns, room), room));
    }

    private static IEnumerable<FittedColumn> Begin(bool hasSession)
    {
        yield return Fixed("Time", "$_.Time.ToString('HH:mm:ss')", ShortWidth);
        yield return Fixed("Type", "$_.Type", ShortWidth);
        if (hasSession)
        {
            yield return Fixed("Session", "[KubeApi.Formatting.TableCell]::Shown($_.Session)", SessionWidth);
        }
    }

    private static FittedColumn Fixed(string label, string script, int width) => new(label, script, width, width, width);

    // Kinds such as Event and Service have a column Type of their own.
    private static FittedColumn Distinct(FittedColumn column, string kind) =>
        column.Label is "Time" or "Type" ? column with { Label = kind + column.Label, Least = Math.Max(column.Least, kind.Length + 4) } : column;

    private static FittedColumn ColumnOf(TableColumn column, int length)
    {
        var name = CodeGeneration.EscapeSingleQuotedStringContent(column.Name);
        var script = $"[KubeApi.Formatting.TableCell]::{(ColumnValue.IsAge(column) ? "Age($_.Object" : "Text($_.Object, 0")}, '{name}')";
        // Rounded, so similar watches share a view.
        var rounded = (length + 7) / 4 * 4;
        var (least, usual, most) = column switch
        {
            { Format: "name" } => (Math.Clamp(length, 16, 30), Math.Clamp(rounded, 22, 48), Math.Clamp(rounded + 12, 22, 60)),
            { Type: "integer" or "number" or "boolean" } or { Name: "Ready" } => (ReadyWidth, ReadyWidth, ReadyWidth),
            // With the time of the last one: 12 (5m30s ago).
            { Name: "Restarts" } => (8, 8, 15),
            { Name: "Message" } => (22, LongestCell, RestWidth),
            { Name: "Status" } => (9, StatusWidth, 26),
            _ when ColumnValue.IsAge(column) => (5, 6, 6),
            _ => (8, Math.Clamp(length, 12, LongestCell), Math.Clamp(rounded, 12, LongestCell)),
        };
        var header = column.Name.Length;
        return new FittedColumn(column.Name, script, Math.Max(least, header), Math.Max(usual, header), Math.Max(most, header))
        {
            ShortScript = column.Name == "Restarts" ? $"[KubeApi.Formatting.TableCell]::Count($_.Object, '{name}')" : null,
        };
    }
}
