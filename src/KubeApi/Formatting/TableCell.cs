using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>Formats the cells of the views of <see cref="KindView"/> as kubectl does. Public, because PowerShell calls it.</summary>
public static class TableCell
{
    // Columns of the view of several types.
    private static readonly string[] s_shared = ["Name", "Ready", "Status", "Age"];

    /// <summary>The server's cell, or the name of an object without that cell; otherwise empty.</summary>
    /// <param name="o">The object.</param>
    /// <param name="column">The expected position of the column.</param>
    /// <param name="name">The column's name, which is searched if it is not at that position.</param>
    public static string Text(PSObject? o, int column, string name)
    {
        var cells = ServerCells.Of(o);
        var found = cells?.Find(name, column) ?? -1;
        return (found < 0 ? null : cells!.Peek(found)) is { } cell ? Text(cell)
            // Without cells, as after Import-Clixml or from a job. Another column of that name is not the object's.
            : found <= 0 && name.Equals("Name", StringComparison.OrdinalIgnoreCase) ? Text(ApiObject.NameOf(o))
            : "";
    }

    /// <summary>The cell of the first column with this name; empty for none.</summary>
    public static string Named(PSObject? o, string name) => Text(o, 0, name);

    /// <summary>A cell up to its first space, for narrow columns: the number of <c>2 (5m30s ago)</c>.</summary>
    public static string Count(PSObject? o, string name) => Text(o, 0, name).Split(' ')[0];

    /// <summary>The object's namespace; empty for cluster-scoped objects. The hidden member <c>NamespaceCell</c>.</summary>
    public static string Namespace(PSObject? o) => Text(ObjectMetadata.Of(o, "namespace"));

    /// <summary>The current age; the server's cell if the creation time is unknown.</summary>
    public static string Age(PSObject? o, string name) =>
        FormatHelper.Age(ObjectMetadata.Of(o, "creationTimestamp")) is { Length: > 0 } age ? age : Text(o, 0, name);

    /// <summary>The hidden member <c>NameCell</c>.</summary>
    public static string NameOf(PSObject? o) => Named(o, "Name");

    /// <summary>The hidden member <c>ReadyCell</c>.</summary>
    public static string ReadyOf(PSObject? o) => Named(o, "Ready");

    /// <summary>The hidden member <c>StatusCell</c>.</summary>
    public static string StatusOf(PSObject? o) => Named(o, "Status");

    /// <summary>The hidden member <c>RestartsCell</c>.</summary>
    public static string RestartsOf(PSObject? o) => Named(o, "Restarts");

    /// <summary>The hidden member <c>AgeCell</c>.</summary>
    public static string AgeOf(PSObject? o) => Age(o, "Age");

    /// <summary>
    /// The cells of an object that the view of several types has no column for: <c>Restarts: 0; IP: 10.244.0.5; Node: node1</c>. Empty cells are omitted.
    /// </summary>
    public static string Details(PSObject? o) => ServerCells.Of(o) is not { } cells ? "" : string.Join("; ",
        from i in Enumerable.Range(0, cells.Columns.Count)
        let name = cells.Columns[i].Name
        let text = Text(cells.Peek(i))
        where text is not ("" or "<none>" or "<unset>") && !s_shared.Contains(name, StringComparer.OrdinalIgnoreCase)
        select $"{name}: {text}");

    /// <summary>A value as a view shows it: text without terminal control characters, any other value unchanged.</summary>
    public static object? Shown(object? value) => (value is PSObject o ? o.BaseObject : value) is string text ? TerminalText.Clean(text) : value;

    // As kubectl's table printer writes cells: the first line only, and escape characters as ^[. Other control characters are omitted.
    internal static string Text(object? cell)
    {
        var text = cell switch
        {
            null => "",
            string s => s,
            bool b => b ? "true" : "false",
            IFormattable number => CellNumber.Show(number),
            _ => LanguagePrimitives.ConvertTo<string>(cell),
        };
        if (!TerminalText.HasControls(text))
        {
            return text;
        }

        var end = text.AsSpan().IndexOfAny('\n', '\r', '\f');
        text = end < 0 ? text : text[..end] + "...";
        return TerminalText.Clean(text.Replace("\u001b", "^[", StringComparison.Ordinal));
    }
}
