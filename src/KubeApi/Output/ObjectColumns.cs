using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>An object's cells as properties.</summary>
internal static class ObjectColumns
{
    /// <summary>A property for each of the server's columns, with its value for scripts; null for an object without columns.</summary>
    public static PSObject? Of(PSObject? o)
    {
        if (o is null || ServerCells.Of(o) is not { } cells)
        {
            return null;
        }

        var result = PropertyBag.Create(cells.Columns.Count);
        for (var i = 0; i < cells.Columns.Count; i++)
        {
            var name = ColumnValue.NameFor(cells.Columns[i].Name, o, n => result.Properties[n] is not null);
            result.Properties.Add(new PSNoteProperty(name, ColumnValue.At(o, cells, i)));
        }

        return result;
    }
}
