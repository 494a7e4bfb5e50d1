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

    private static TableControl Table(IEnumerable<TableColumn> columns, bool hasSession, bool hasNamespace, int nameWidth)
    {
        var table = new TableControl();
        var row = new TableControlRow { Wrap = true };
        Add("Time", "$_.Time.ToString('HH:mm:ss')", 8);
        Add("Type", "$_.Type", 8);
        if (hasSession)
        {
            Add("Session", "$_.Session", 10);
        }

        if (hasNamespace)
        {
            Add("Namespace", "[KubeApi.Formatting.TableCell]::Shown($_.Namespace)", 14);
        }

        foreach (var column in columns)
        {
            var call = ColumnValue.IsAge(column) ? "Age($_.Object" : "Text($_.Object, 0";
            var name = CodeGeneration.EscapeSingleQuotedStringContent(column.Name);
            Add(column.Name, $"[KubeApi.Formatting.TableCell]::{call}, '{name}')", column.Format == "name" ? nameWidth : WidthOf(column));
        }

        table.Rows.Add(row);
        return table;

        void Add(string label, string script, int width)
        {
            table.Headers.Add(new TableControlColumnHeader(TableCell.Text(label), width, Alignment.Left));
            row.Columns.Add(new TableControlColumn(Alignment.Undefined, new DisplayEntry(script, DisplayEntryValueType.ScriptBlock)));
        }
    }

    // Rounded, so similar watches share a view.
    private static int NameWidth(string name) => Math.Clamp((name.Length + 11) / 8 * 8, 22, 48);

    private static int WidthOf(TableColumn column) => Math.Max(column.Name.Length, column switch
    {
        { Type: "integer" or "number" or "boolean" } or { Name: "Ready" } => 5,
        { Name: "Restarts" } => 8,
        { Name: "Status" } => 17,
        _ => ColumnValue.IsAge(column) ? 6 : 12,
    });
}
