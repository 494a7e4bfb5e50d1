using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>What the views show of tables that a real server sent.</summary>
public sealed class RecordedCellTests
{
    private static readonly ManifestPlace s_somewhere = new(null, 1, 1, 0, "");

    public static TheoryData<string> Tables => [.. RecordedExchange.Names("tables")];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Each_cell_is_shown_as_the_server_sent_it(string name)
    {
        var exchange = RecordedExchange.Read(name);
        var then = DateTimeOffset.Parse(exchange.Headers["Date"], CultureInfo.InvariantCulture);
        using var reader = new ListPageReader(new MemoryStream(Encoding.UTF8.GetBytes(exchange.Body.Trim())), 0);
        var names = new NameTable();
        while (await reader.ReadItemAsync(default) is { } item)
        {
            var o = (PSObject)ApiObject.Create(
                new JsonSource(item.Json, names, false) { Cells = ServerCells.Create(item.Cells, item.Columns, names) }, s_somewhere, "v1", "Thing")!;
            var cells = JsonNode.Parse(item.Cells!)!.AsArray();
            for (var i = 0; i < cells.Count; i++)
            {
                var column = item.Columns![i];
                var expected = cells[i]?.ToString() ?? "";
                // The server's clock went on between the cell and the date of the response.
                var shown = ColumnValue.IsAge(column)
                    ? new[] { 0, -1, 1 }.Select(s => FormatHelper.Age(Created(o), then.AddSeconds(s))).FirstOrDefault(a => a == expected)
                    : TableCell.Text(ServerCells.Of(o)![i]);
                Assert.Equal($"{column.Name}: {expected}", $"{column.Name}: {shown}");
            }
        }
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(true, "true")]
    [InlineData(12L, "12")]
    [InlineData(0.5, "0.5")]
    [InlineData("one\ntwo", "one...")]
    [InlineData("\u001b[31mred", "^[[31mred")]
    public void A_cell_is_written_as_kubectl_writes_it(object? cell, string shown) => Assert.Equal(shown, TableCell.Text(cell));

    private static object? Created(PSObject o) => ObjectMember.Of(ObjectMember.Of(o, "metadata"), "creationTimestamp");
}
