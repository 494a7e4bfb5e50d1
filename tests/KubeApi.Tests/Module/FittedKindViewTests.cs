using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>The views of kinds on consoles of different widths.</summary>
public sealed class FittedKindViewTests
{
    private const string LongName = "a-pod-with-a-name-of-sixty-characters-0123456789-0123456789-x";

    public static TheoryData<string, int, bool, bool> Recorded
    {
        get
        {
            var data = new TheoryData<string, int, bool, bool>();
            foreach (var name in RecordedExchange.Names("tables"))
            {
                data.Add(name, 70, false, false);
                foreach (var width in new[] { 80, 100, 120, 200 })
                {
                    data.Add(name, width, false, false);
                    data.Add(name, width, false, true);
                    data.Add(name, width, true, true);
                }
            }

            return data;
        }
    }

    // PowerShell removes the columns on the right, and breaks the header of the last one that it shows.
    [Theory]
    [MemberData(nameof(Recorded))]
    public void The_columns_of_recorded_kinds_fit_the_console(string name, int width, bool hasSession, bool hasNamespace)
    {
        var (columns, cells) = FirstCells(name);
        var definition = Create(columns, cells, width, hasSession, hasNamespace).Definition;
        foreach (var view in definition.FormatViewDefinition)
        {
            var (table, isWide) = ((TableControl)view.Control, view.Name == KindView.Wide);
            var all = columns.Where(c => isWide || c.Priority == 0).Select(c => c.Name).ToList();
            Assert.Equal(all.Order(), table.Headers.Select(h => h.Label.Replace('\n', ' ')).Except(["Session", "Namespace"]).Order());
            if (table.AutoSize)
            {
                Assert.True(width > columns.Where(c => isWide || c.Priority == 0).Sum(c => c is { Name: "Name", Priority: 0 } ? 64 : c.Name.Length + 1));
                continue;
            }

            var shown = Shown(table, width);
            Assert.Equal(width, shown.Sum(h => h.Width + 1));
            Assert.True(table.Rows[0].Wrap);
            Assert.All(shown, h => Assert.True(h.Label.Split('\n').Max(l => l.Length) <= h.Width, $"{h.Label} has {h.Width} columns."));
            var labels = shown.Select(h => h.Label).ToList();
            Assert.Equal(hasSession, labels.Contains("Session"));
            Assert.Empty(columns.Where(c => c.Priority == 0).Select(c => c.Name).Intersect(["Name", "Status", "Ready", "Age", "Message"]).Except(labels));
        }
    }

    [Theory]
    [InlineData(LongName, 80, "Name 40, Ready 5, Status 17, Restarts 8, Age 5")]
    [InlineData("web-1", 80, "Name 32, Ready 5, Status 17, Restarts 15, Age 6")]
    [InlineData(LongName, 120, "Name 0, Ready 0, Status 0, Restarts 0, Age 0")]
    [InlineData("web-1", int.MaxValue, "Name 0, Ready 0, Status 0, Restarts 0, Age 0")]
    public void Names_of_pods_wrap_where_they_do_not_fit(string name, int width, string expected) =>
        Assert.Equal(expected, Widths(Create(s_pods, [name, "1/1", "Running", "2 (66s ago)", "71s"], width), width));

    [Theory]
    [InlineData(60, "Name 25, Status 9, Capacity 8, Access/Modes 8, Age 5")]
    [InlineData(80, "Name 24, Status 9, Volume 20, Capacity 8, Access/Modes 8, Age 5")]
    public void Empty_columns_and_then_those_on_the_right_come_last(int width, string expected) => Assert.Equal(
        expected,
        Widths(
            Create(
                s_claims, ["data-database-primary-0", "Bound", "pvc-5d1f3a9e-6c1b-4f9a-9d7b-1c2d3e4f5a6b", "10Gi", "RWO", "standard", "<unset>", "4s"], width),
            width));

    [Fact]
    public void Views_serve_similar_objects_on_the_same_console()
    {
        var first = Create(s_pods, ["web-1", "1/1", "Running", "0", "5s"], 80);

        Assert.True(Create(s_pods, ["web-17", "1/1", "CrashLoopBackOff", "7", "5d"], 80).IsServedBy(first.Definition));
        Assert.True(first.IsServedBy(first.Definition));
        Assert.False(Create(s_pods, ["web-1", "1/1", "Running", "0", "5s"], 200).IsServedBy(first.Definition));
        Assert.False(first.IsServedBy(Create(s_pods, ["web-1", "1/1", "Running", "0", "5s"], 200).Definition));
        Assert.False(first.IsServedBy(Create(s_claims, ["a", "", "", "", "", "", "", ""], 80).Definition));
    }

    [Fact]
    public void Numbers_are_aligned_right_and_restarts_are_short_where_their_time_does_not_fit()
    {
        TableColumn[] columns = [new() { Name = "Name", Format = "name" }, new() { Name = "Data", Type = "integer" }, new() { Name = "Restarts" }];
        var table = First(Create(columns, [LongName, "3", "0"], 48));

        Assert.Equal([Alignment.Left, Alignment.Right, Alignment.Left], table.Headers.Select(h => h.Alignment));
        Assert.Contains("Count(", table.Rows[0].Columns[2].DisplayEntry.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pod/web", "Started", "Namespace 11, Last/Seen 8, Type 8, Reason 8, Object 8, Message 31")]
    [InlineData("horizontalpodautoscaler/shop-frontend", "FailedGetResourceMetric", "Namespace 11, Last/Seen 8, Type 8, Object 24, Message 24")]
    public void Events_say_what_they_are_about(string about, string reason, string expected)
    {
        TableColumn[] columns = [.. new[] { "Last Seen", "Type", "Reason", "Object", "Message" }.Select(n => new TableColumn { Name = n, Type = "string" })];

        Assert.Equal(expected, Widths(Create(columns, ["5s", "Normal", reason, about, "x"], 80, hasNamespace: true), 80));
    }

    [Theory]
    [InlineData(false, 80, "Kind 14, Namespace 9, Name 32, Ready 5, Status 9, Age 5")]
    [InlineData(true, 80, "Session 7, Kind 14, Namespace 9, Name 24, Ready 5, Status 9, Age 5")]
    [InlineData(false, 200, "Kind 0, Namespace 0, Name 0, Ready 0, Status 0, Age 0")]
    public void Columns_of_several_types_fit_the_console(bool hasSession, int width, string expected) =>
        Assert.Equal(expected, Widths(SharedView.OfTypes("x", new PSObject(), hasSession, width), width));

    private static readonly TableColumn[] s_pods =
    [
        new() { Name = "Name", Type = "string", Format = "name" },
        .. new[] { "Ready", "Status", "Restarts", "Age" }.Select(n => new TableColumn { Name = n, Type = "string" }),
    ];

    private static readonly TableColumn[] s_claims =
    [
        new() { Name = "Name", Type = "string", Format = "name" },
        .. new[] { "Status", "Volume", "Capacity", "Access Modes", "StorageClass", "VolumeAttributesClass", "Age" }.Select(
            n => new TableColumn { Name = n, Type = "string" }),
    ];

    private static FittedViews Create(TableColumn[] columns, object?[] cells, int width, bool hasSession = false, bool hasNamespace = false) =>
        FittedKindView.Create(
            "x", new PSObject(), ServerCells.Create(JsonSerializer.SerializeToUtf8Bytes(cells), columns, new NameTable())!, hasSession, hasNamespace, width);

    private static TableControl First(FittedViews view) => (TableControl)view.Definition.FormatViewDefinition[0].Control;

    private static string Widths(FittedViews view, int width) =>
        string.Join(", ", Shown(First(view), width).Select(h => $"{h.Label.Replace('\n', '/')} {h.Width}"));

    // PowerShell removes the columns on the right.
    private static IReadOnlyList<TableControlColumnHeader> Shown(TableControl table, int width)
    {
        var left = width;
        return [.. table.Headers.TakeWhile(h => (left -= h.Width + 1) >= 0)];
    }

    private static (TableColumn[] Columns, object?[] Cells) FirstCells(string name)
    {
        var table = JsonNode.Parse(RecordedExchange.Read(name).Body)!;
        var columns = JsonSerializer.Deserialize<TableColumn[]>(table["columnDefinitions"], JsonSerializerOptions.Web)!;
        return (columns, table["rows"] is JsonArray { Count: > 0 } rows ? [.. rows[0]!["cells"]!.AsArray()] : []);
    }
}
