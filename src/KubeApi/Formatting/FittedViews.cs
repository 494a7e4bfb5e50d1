using System.Management.Automation;

namespace KubeApi.Formatting;

/// <summary>The views of one type name on a console.</summary>
/// <param name="typeName">The type name that the views belong to.</param>
/// <param name="views">The name and the table of each view.</param>
internal sealed class FittedViews(string typeName, params (string Name, FittedTable Table)[] views)
{
    /// <summary>The definition of the views.</summary>
    public ExtendedTypeDefinition Definition { get; } = new(typeName, views.Select(v => new FormatViewDefinition(v.Name, v.Table.Control)));

    /// <summary>
    /// Whether views that were made for another object on the same console serve this one too. They save a script that reads many objects a definition each
    /// time.
    /// </summary>
    public bool IsServedBy(ExtendedTypeDefinition other) =>
        other.FormatViewDefinition.Count == views.Length
        && other.FormatViewDefinition.Zip(views).All(v => v.First.Control is TableControl table && v.Second.Table.IsServedBy(table));
}
