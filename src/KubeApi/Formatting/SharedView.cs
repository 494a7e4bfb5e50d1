using System.Management.Automation;

namespace KubeApi.Formatting;

/// <summary>Makes the views that objects of several types share, for a console. Pure.</summary>
internal static class SharedView
{
    /// <summary>The views of objects that one command reads: the default one, and <c>Wide</c> with the other cells of each object.</summary>
    /// <param name="typeName">The type name that the views belong to.</param>
    /// <param name="first">The first object; others are expected to be similar.</param>
    /// <param name="hasSession">Whether the session comes first.</param>
    /// <param name="width">The number of columns of the console; a large number if there is none.</param>
    public static FittedViews OfTypes(string typeName, PSObject first, bool hasSession, int width)
    {
        var session = Script("Session", "[KubeApi.Formatting.FormatHelper]::Session($_)").Sized(FormatHelper.Session(first).Length, 7, 16, 20);
        FittedColumn[] columns =
        [
            .. hasSession ? [session] : Array.Empty<FittedColumn>(),
            Script("Kind", "[KubeApi.Formatting.TableCell]::Shown($_.kind)").Sized(0, 14, 14, 14),
            Property("Namespace", "NamespaceCell").Sized(TableCell.Namespace(first).Length, 9, 11, 14),
            Property("Name", "NameCell").SizedAsName(0),
            Property("Ready", "ReadyCell").Sized(0, 5, 5, 5),
            Property("Status", "StatusCell").Sized(0, 9, 17, 17),
            Property("Age", "AgeCell").Sized(0, 5, 6, 6),
        ];
        var details = Script("Details", "[KubeApi.Formatting.TableCell]::Details($_)").Sized(0, 20, 40, 40) with { Rank = 1 };
        var wide = new FittedTable([.. columns, details], width);
        wide.Control.Rows[0].Wrap = true;
        return new FittedViews(typeName, (typeName, new FittedTable(columns, width)), (KindView.Wide, wide));
    }

    private static FittedColumn Property(string label, string name) => Script(label, name) with { IsProperty = true };

    private static FittedColumn Script(string label, string script) => new(label, script, 0, 0, 0);
}
