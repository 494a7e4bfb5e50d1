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

    // The last column takes the remaining width.
    private const int RestWidth = 253;

    // The width of output that goes to no console; wider columns would be empty.
    private const int MostUsed = 120;

    /// <summary>The views of one type name: the default one, and <c>Wide</c>.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="columns">The server's columns. Those of priority 0 are in the default view.</param>
    /// <param name="hasSession">Whether the session comes before the server's columns.</param>
    /// <param name="hasNamespace">Whether the namespace comes before the server's columns.</param>
    /// <param name="name">The name of the first object. Others are expected to be as long; a longer one is wrapped.</param>
    public static ExtendedTypeDefinition Create(
        string typeName, IReadOnlyList<TableColumn> columns, bool hasSession, bool hasNamespace, string name) => new(
        typeName,
        [
            new FormatViewDefinition(typeName, Table(columns.Where(c => c.Priority == 0), hasSession, hasNamespace, NameWidth(name))),
            new FormatViewDefinition(KindView.Wide, Table(columns, hasSession, hasNamespace, NameWidth(name))),
        ]);

    /// <summary>The view that events of several types share. Namespace and name get as much room as the console has.</summary>
    /// <param name="hasSession">Whether it shows the session.</param>
    /// <param name="kindWidth">The length of the longest kind.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static ExtendedTypeDefinition OfTypes(bool hasSession, int kindWidth, int width)
    {
        kindWidth = Math.Clamp(kindWidth, 4, 24);
        var room = Math.Min(width, MostUsed) - (2 * ShortWidth) - (hasSession ? SessionWidth + 1 : 0) - kindWidth - ReadyWidth - StatusWidth - 6;
        var namespaceWidth = Math.Clamp(room / 3, 9, 24);
        var columns = Begin(hasSession)
            .Append(("Kind", "[KubeApi.Formatting.TableCell]::Shown($_.Kind)", kindWidth))
            .Append(("Namespace", NamespaceScript, namespaceWidth))
            .Append(("Name", "[KubeApi.Formatting.TableCell]::Shown($_.Name)", Math.Clamp(room - namespaceWidth, 16, 48)))
            .Append(("Ready", "[KubeApi.Formatting.TableCell]::Named($_.Object, 'Ready')", ReadyWidth))
            .Append(("Status", "[KubeApi.Formatting.TableCell]::Named($_.Object, 'Status')", RestWidth));
        return new ExtendedTypeDefinition(ViewTypeNames.EventOfType, [new FormatViewDefinition(ViewTypeNames.EventOfType, Table(columns))]);
    }

    private static TableControl Table(IEnumerable<TableColumn> columns, bool hasSession, bool hasNamespace, int nameWidth)
    {
        var shown = Begin(hasSession);
        if (hasNamespace)
        {
            shown = shown.Append(("Namespace", NamespaceScript, 14));
        }

        return Table(shown.Concat(columns.Select(c =>
        {
            var call = ColumnValue.IsAge(c) ? "Age($_.Object" : "Text($_.Object, 0";
            var name = CodeGeneration.EscapeSingleQuotedStringContent(c.Name);
            return (c.Name, $"[KubeApi.Formatting.TableCell]::{call}, '{name}')", c.Format == "name" ? nameWidth : WidthOf(c));
        })));
    }

    private static IEnumerable<(string Label, string Script, int Width)> Begin(bool hasSession)
    {
        yield return ("Time", "$_.Time.ToString('HH:mm:ss')", ShortWidth);
        yield return ("Type", "$_.Type", ShortWidth);
        if (hasSession)
        {
            yield return ("Session", "$_.Session", SessionWidth);
        }
    }

    private static TableControl Table(IEnumerable<(string Label, string Script, int Width)> columns)
    {
        var table = new TableControl();
        var row = new TableControlRow { Wrap = true };
        foreach (var (label, script, width) in columns)
        {
            table.Headers.Add(new TableControlColumnHeader(TableCell.Text(label), width, Alignment.Left));
            row.Columns.Add(new TableControlColumn(Alignment.Undefined, new DisplayEntry(script, DisplayEntryValueType.ScriptBlock)));
        }

        table.Rows.Add(row);
        return table;
    }

    // Rounded, so similar watches share a view.
    private static int NameWidth(string name) => Math.Clamp((name.Length + 11) / 8 * 8, 22, 48);

    private static int WidthOf(TableColumn column) => Math.Max(column.Name.Length, column switch
    {
        { Type: "integer" or "number" or "boolean" } or { Name: "Ready" } => ReadyWidth,
        { Name: "Restarts" } => 8,
        { Name: "Status" } => StatusWidth,
        _ => ColumnValue.IsAge(column) ? 6 : 12,
    });
}
