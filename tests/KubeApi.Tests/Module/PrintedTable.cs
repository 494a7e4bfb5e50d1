using System.Text.RegularExpressions;

namespace KubeApi.Tests.Module;

/// <summary>A table as rows of cells, the labels first: printed by kubectl, or by Format-Table for the module's objects.</summary>
internal static partial class PrintedTable
{
    /// <summary>Formats the output of a command as rows, without the width of a screen: $rows.</summary>
    public const string Ours =
        """
        function Get-Row([string] $View) {
            $options = if ($View) { @{ View = $View } } else { @{} }
            foreach ($part in $input | Format-Table @options) {
                if ($part.shapeInfo) { , @($part.shapeInfo.tableColumnInfoList.label) }
                elseif ($part.formatEntryInfo) { , @($part.formatEntryInfo.formatPropertyFieldList.propertyValue) }
            }
        }
        """;

    /// <summary>The tables that kubectl printed, with empty lines between them.</summary>
    public static IEnumerable<string[][]> OfKubectl(string output) =>
        from block in output.Trim('\n').Split("\n\n")
        let lines = block.Split('\n')
        let starts = Column().Matches(lines[0]).Select(label => label.Index).ToArray()
        select lines.Select(line => Cells(line, starts)).ToArray();

    /// <summary>The rows that the script of <see cref="Ours"/> wrote.</summary>
    public static string[][] OfModule(IReadOnlyList<System.Management.Automation.PSObject> rows) =>
        [.. rows.Select(row => ((object[])row.BaseObject).Select(cell => $"{cell}".Trim()).ToArray())];

    /// <summary>A table as one string for comparisons: labels in lower case, and ages, which change, as AGE.</summary>
    public static string Comparable(string[][] table)
    {
        var labels = table[0].Select(label => label.ToLowerInvariant()).ToArray();
        var rows = table.Skip(1).Select(row => row.Select((cell, i) => labels[i] is "age" or "last seen" or "first seen"
            ? Duration().Replace(cell, "AGE")
            : Ago().Replace(cell, "(AGE ago)")));
        return string.Join('\n', rows.Prepend(labels).Select(row => string.Join(" | ", row)));
    }

    private static string[] Cells(string line, int[] starts) => [.. starts.Zip([.. starts.Skip(1), int.MaxValue], (start, end) =>
        start < line.Length ? line[start..Math.Min(end, line.Length)].Trim() : "")];

    // Labels have single spaces inside.
    [GeneratedRegex(@"\S+( \S+)*")]
    private static partial Regex Column();

    [GeneratedRegex(@"^(\d+[smhdy]){1,2}$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\((\d+[smhdy]){1,2} ago\)")]
    private static partial Regex Ago();
}
