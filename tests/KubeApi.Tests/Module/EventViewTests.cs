using System.Management.Automation;
using System.Text.Json;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Formatting;
using KubeApi.Output;

namespace KubeApi.Tests.Module;

/// <summary>The widths of the view that events of several types share.</summary>
public sealed class EventViewTests
{
    [Theory]
    [InlineData(false, 10, 80, "Time 8, Type 8, Kind 10, Namespace 9, Name 17, Ready 5, Status 253")]
    [InlineData(true, 10, 80, "Time 8, Type 8, Session 10, Kind 10, Namespace 9, Name 16, Ready 5, Status 253")]
    [InlineData(false, 3, 120, "Time 8, Type 8, Kind 4, Namespace 24, Name 48, Ready 5, Status 253")]
    [InlineData(false, 10, 120, "Time 8, Type 8, Kind 10, Namespace 22, Name 44, Ready 5, Status 253")]
    [InlineData(false, 40, int.MaxValue, "Time 8, Type 8, Kind 24, Namespace 17, Name 35, Ready 5, Status 253")]
    public void Names_have_the_room_of_the_console(bool hasSession, int kindWidth, int width, string expected) =>
        Assert.Equal(expected, Widths(EventView.OfTypes("x", hasSession, kindWidth, width), 0));

    [Theory]
    [InlineData("web-867d965bf9-abcde", 80, "Time 8, Type 8, Name 24, Ready 5, Status 15, Restarts 8, Age 5")]
    [InlineData("web-867d965bf9-abcde", 110, "Time 8, Type 8, Name 36, Ready 5, Status 26, Restarts 14, Age 6")]
    [InlineData("web", 80, "Time 8, Type 8, Name 22, Ready 5, Status 17, Restarts 8, Age 5")]
    [InlineData("web", 200, "Time 8, Type 8, Name 22, Ready 5, Status 26, Restarts 15, Age 6")]
    [InlineData("web", int.MaxValue, "Time 8, Type 8, Name 22, Ready 5, Status 26, Restarts 15, Age 6")]
    [InlineData("a-very-long-name-that-no-console-of-eighty-columns-has-room-for", 80, "Time 8, Type 8, Name 30, Ready 5, Status 9, Restarts 8, Age 5")]
    public void Columns_fit_the_console(string name, int width, string expected) =>
        Assert.Equal(expected, Widths(EventView.Create("x", Pod(name), false, false, width), 0));

    [Theory]
    [InlineData(120, "Time 8, Type 8, Name 22, Ready 5, Status 17, Restarts 8, Age 6, IP 12, Node 25")]
    [InlineData(200, "Time 8, Type 8, Name 22, Ready 5, Status 26, Restarts 15, Age 6, IP 16, Node 40")]
    public void The_cells_of_the_first_object_widen_the_other_columns(int width, string expected) =>
        Assert.Equal(expected, Widths(EventView.Create("x", Pod("web"), false, false, width), 1));

    // PowerShell would break the headers of columns that do not fit.
    [Theory]
    [InlineData(false, true, "Time 8, Type 8, Namespace 14, Name 30, Ready 5, Status 9")]
    [InlineData(true, true, "Time 8, Type 8, Session 10, Namespace 13, Name 30, Ready 5")]
    [InlineData(true, false, "Time 8, Type 8, Session 10, Name 34, Ready 5, Status 9")]
    public void Columns_that_do_not_fit_are_omitted(bool hasSession, bool hasNamespace, string expected) => Assert.Equal(
        expected, Widths(EventView.Create("x", Pod("a-very-long-name-that-no-console-of-eighty-columns-has-room-for"), hasSession, hasNamespace, 80), 0));

    [Fact]
    public void A_column_of_the_server_that_is_called_Type_has_the_name_of_its_kind()
    {
        string[] cells = ["5s", "Warning", "Failed", "pod/web", "no such image"];
        TableColumn[] columns = [.. new[] { "Last Seen", "Type", "Reason", "Object", "Message" }.Select(n => new TableColumn { Name = n, Type = "string" })];
        var first = ServerCells.Create(JsonSerializer.SerializeToUtf8Bytes(cells), columns, new NameTable())!;

        Assert.Matches(
            "^Time 8, Type 8, Last Seen \\d+, EventType \\d+, Reason 8, Object 8, Message 2\\d$",
            Widths(EventView.Create("x#v1/Event", first, false, false, 80), 0));
    }

    [Fact]
    public void The_number_of_restarts_is_shown_alone_if_its_time_does_not_fit()
    {
        Assert.Contains("Count(", Script(80), StringComparison.Ordinal);
        Assert.Contains("Text(", Script(200), StringComparison.Ordinal);

        static string Script(int width) =>
            ((TableControl)EventView.Create("x", Pod("web"), false, false, width).FormatViewDefinition[0].Control).Rows[0].Columns[5].DisplayEntry.Value;
    }

    private static string Widths(ExtendedTypeDefinition definition, int view) => string.Join(
        ", ", ((TableControl)definition.FormatViewDefinition[view].Control).Headers.Select(h => $"{h.Label} {h.Width}"));

    private static ServerCells Pod(string name)
    {
        string[] cells = [name, "1/1", "Running", "2 (66s ago)", "71s", "10.244.0.123", "ip-10-0-12-34.eu-west-1.compute.internal"];
        TableColumn[] columns =
        [
            new() { Name = "Name", Type = "string", Format = "name" },
            .. new[] { "Ready", "Status", "Restarts", "Age" }.Select(n => new TableColumn { Name = n, Type = "string" }),
            .. new[] { "IP", "Node" }.Select(n => new TableColumn { Name = n, Type = "string", Priority = 1 }),
        ];
        return ServerCells.Create(JsonSerializer.SerializeToUtf8Bytes(cells), columns, new NameTable())!;
    }
}
