using System.Management.Automation;
using System.Text;
using KubeApi.Formatting;

namespace KubeApi.Tests.Module;

/// <summary>The views of common kinds in the module's file of views: they are made from <see cref="CommonKinds"/>.</summary>
public sealed class KindViewFile
{
    private const string Mark = "    <!-- The views of common kinds: made from CommonKinds.cs by the test KindViewFile, which says how. -->\n";

    private static readonly string s_path = Path.Combine(Repository.Root, "src/KubeApi/Formatting/KubeApi.Format.ps1xml");

    /// <summary>To write them anew: <c>KUBEAPI_WRITE_VIEWS=1 dotnet test --filter KindViewFile</c>.</summary>
    [Fact]
    public void Has_the_views_of_the_common_kinds()
    {
        var text = File.ReadAllText(s_path);
        var start = text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var expected = Xml();
        if (Environment.GetEnvironmentVariable("KUBEAPI_WRITE_VIEWS") == "1")
        {
            File.WriteAllText(s_path, text[..start] + expected);
            return;
        }

        Assert.Equal(expected, text[start..]);
    }

    private static string Xml()
    {
        var xml = new StringBuilder();
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
