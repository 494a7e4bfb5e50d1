using System.Management.Automation;
using System.Text;
using KubeApi.Formatting;

namespace KubeApi.Tests.Module;

/// <summary>The module's file of the views of common kinds: it is made from <see cref="CommonKinds"/>.</summary>
public sealed class KindViewFile
{
    private static readonly string s_path = Path.Combine(Repository.Root, "src/KubeApi/Formatting/KubeApi.Kinds.Format.ps1xml");

    /// <summary>To write the file anew: <c>KUBEAPI_WRITE_VIEWS=1 dotnet test --filter KindViewFile</c>.</summary>
    [Fact]
    public void Has_the_views_of_the_common_kinds()
    {
        var expected = Xml();
        if (Environment.GetEnvironmentVariable("KUBEAPI_WRITE_VIEWS") == "1")
        {
            File.WriteAllText(s_path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(s_path));
    }

    private static string Xml()
    {
        var xml = new StringBuilder("""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- Made from CommonKinds.cs by the test KindViewFile, which says how. -->
            <Configuration>
              <ViewDefinitions>

            """);
        foreach (var definition in CommonKinds.Views())
        {
            foreach (var view in definition.FormatViewDefinition)
            {
                var table = (TableControl)view.Control;
                xml.Append($"    <View><Name>{view.Name}</Name><ViewSelectedBy><TypeName>{definition.TypeName}</TypeName></ViewSelectedBy>\n");
                xml.Append("    <TableControl><AutoSize /><TableHeaders>\n");
                foreach (var header in table.Headers)
                {
                    // Text is aligned left where nothing is said.
                    var alignment = header.Alignment == Alignment.Right ? "<Alignment>Right</Alignment>" : "";
                    xml.Append($"      <TableColumnHeader><Label>{header.Label}</Label>{alignment}</TableColumnHeader>\n");
                }

                xml.Append("    </TableHeaders><TableRowEntries><TableRowEntry><TableColumnItems>\n");
                foreach (var entry in table.Rows[0].Columns.Select(c => c.DisplayEntry))
                {
                    var name = entry.ValueType == DisplayEntryValueType.Property ? "PropertyName" : "ScriptBlock";
                    xml.Append($"      <TableColumnItem><{name}>{entry.Value}</{name}></TableColumnItem>\n");
                }

                xml.Append("    </TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View>\n");
            }
        }

        return xml.Append("  </ViewDefinitions>\n</Configuration>\n").ToString();
    }
}
