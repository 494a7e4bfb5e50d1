using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Recorded tables of a real server, as shown by the views.</summary>
public sealed class RecordedCellTests
{
    private static readonly ManifestPlace s_somewhere = new(null, 1, 1, 0, "");

    public static TheoryData<string> Tables => [.. RecordedExchange.Names("tables")];

    public static TheoryData<string> Kinds => [.. CommonKinds.Views().Select(v => v.TypeName)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Each_cell_is_shown_as_sent_by_the_server(string name)
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
                // The server's clock advanced between the cell and the date of the response.
                var shown = ColumnValue.IsAge(column)
                    ? new[] { 0, -1, 1 }.Select(s => FormatHelper.Age(Created(o), then.AddSeconds(s))).FirstOrDefault(a => a == expected)
                    : TableCell.Text(o, i, column.Name);
                Assert.Equal($"{column.Name}: {expected}", $"{column.Name}: {shown}");
                Assert.Equal(ServerCells.Of(o)![i], ServerCells.Of(o)!.Peek(i));
            }
        }
    }

    /// <summary>The built-in views equal those that are created from the server's columns.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_columns_of_a_common_kind_equal_the_recorded_ones(string typeName)
    {
        var view = CommonKinds.Views().Single(v => v.TypeName == typeName);
        var kind = typeName[(typeName.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var hasNamespace = typeName.StartsWith(ViewTypeNames.OfNamespace, StringComparison.Ordinal);
        var wide = (TableControl)view.FormatViewDefinition[^1].Control;
        var rights = wide.Headers.Skip(hasNamespace ? 1 : 0).Select(h => h.Alignment == Alignment.Right).ToArray();
        var compared = 0;
        foreach (var exchange in RecordedExchange.Names("tables").Select(RecordedExchange.Read))
        {
            var path = exchange.Path.Split('?')[0];
            if (!path.EndsWith($"/{kind}{(kind.EndsWith('s') ? "es" : "s")}", StringComparison.Ordinal)
                || path.Contains("/events.k8s.io/", StringComparison.Ordinal))
            {
                continue;
            }

            var table = JsonNode.Parse(exchange.Body)!;
            var columns = JsonSerializer.Deserialize<TableColumn[]>(table["columnDefinitions"], JsonSerializerOptions.Web)!;
            var cells = table["rows"] is JsonArray { Count: > 0 } rows ? rows[0]!["cells"]!.AsArray() : null;
            var own = KindView.Create(
                typeName, columns, hasSession: false, hasNamespace, i => cells is null ? rights[i] : cells[i]?.GetValueKind() == JsonValueKind.Number);
            Assert.Equal(KindView.Signature(own), KindView.Signature(view));
            compared++;
        }

        Assert.NotEqual(0, compared);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(true, "true")]
    [InlineData(12L, "12")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.0, "0")]
    [InlineData(100000.25, "100000.25")]
    [InlineData(1000000.5, "1.0000005e+06")]
    [InlineData(123456789.5, "1.234567895e+08")]
    [InlineData(1e21, "1e+21")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(-2.5e-7, "-2.5e-07")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(ulong.MaxValue, "1.8446744073709552e+19")]
    [InlineData("one\ntwo", "one...")]
    [InlineData("\u001b[31mred", "^[[31mred")]
    [InlineData("a\u009b31m\b\a\u007f\tb", "a\tb")]
    public void A_cell_is_formatted_as_by_kubectl(object? cell, string shown) => Assert.Equal(shown, TableCell.Text(cell));

    private static object? Created(PSObject o) => ObjectMember.Of(ObjectMember.Of(o, "metadata"), "creationTimestamp");
}
