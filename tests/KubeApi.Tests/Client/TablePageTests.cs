using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client;

/// <summary>Tables of a real server, read row by row.</summary>
public sealed class TablePageTests
{
    public static TheoryData<string> Tables => [.. RecordedExchange.Names("tables")];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_recorded_table_is_read_for_any_chunk_size(string name)
    {
        var body = RecordedExchange.Read(name).Body.Trim();
        var table = JsonNode.Parse(body)!;
        foreach (var chunk in new[] { 7, 100_000 })
        {
            using var reader = Reader(body, chunk);

            var items = await ReadAllAsync(reader);

            var rows = table["rows"]?.AsArray() ?? [];
            Assert.Equal(rows.Select(r => r!["cells"]!.ToJsonString()), items.Select(i => JsonNode.Parse(i.Cells!)!.ToJsonString()));
            Assert.Equal(rows.Select(r => r!["object"]!.ToJsonString()), items.Select(i => JsonNode.Parse(i.Json)!.ToJsonString()));
            var columns = table["columnDefinitions"]!.AsArray();
            Assert.All(items, i => Assert.Equal(columns.Select(Column), i.Columns));
            Assert.Equal((string?)table["metadata"]?["continue"], reader.Continue);
        }
    }

    [Theory]
    [InlineData("""{"object":{"a":"}"},"cells":[1]}""", "[1]", """{"a":"}"}""")]
    [InlineData("""{ "cells" : [ "x" ] , "conditions" : [{}] , "object" : {"a":1} }""", """[ "x" ]""", """{"a":1}""")]
    [InlineData("""{"cells":[1],"object":{"a":1},"other":{"b":2}}""", "[1]", """{"a":1}""")]
    [InlineData("""{"object":{"a":1}}""", "", """{"a":1}""")]
    public async Task The_order_of_keys_in_a_row_does_not_matter(string row, string cells, string o)
    {
        using var reader = Reader($$"""{"kind":"Table","rows":[{{row}}]}""", 5);

        var item = Assert.Single(await ReadAllAsync(reader));

        Assert.Equal((cells, o), (Encoding.UTF8.GetString(item.Cells!), Encoding.UTF8.GetString(item.Json)));
    }

    [Theory]
    [InlineData("""{"cells":["x"]}""", "a row has no object")]
    [InlineData("""{"cells":["x"],"object":null}""", "a row has no object")]
    [InlineData("""{"cells":[x],"object":{}}""", "not valid JSON")]
    public async Task An_invalid_row_is_an_error(string row, string fault)
    {
        using var reader = Reader($$"""{"kind":"Table","rows":[{{row}}]}""", 5);

        Assert.Contains(fault, (await Assert.ThrowsAsync<KubeApiException>(() => ReadAllAsync(reader))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"Table","columnDefinitions":null,"rows":[]}""")]
    [InlineData("""{"kind":"Table","columnDefinitions":[{"name":"Name","type":"string","priority":0}],"rows":null}""")]
    public async Task A_table_without_rows_is_empty(string page)
    {
        using var reader = Reader(page, 3);

        Assert.Empty(await ReadAllAsync(reader));
    }

    private static TableColumn Column(JsonNode? column) => new()
    {
        Name = (string)column!["name"]!,
        Type = (string)column["type"]!,
        Format = (string)column["format"]!,
        Description = (string)column["description"]!,
        Priority = (int)column["priority"]!,
    };

    private static ListPageReader Reader(string page, int chunk) => new(new ChunkedStream(Encoding.UTF8.GetBytes(page), chunk), 0);

    private static async Task<List<ListItem>> ReadAllAsync(ListPageReader reader)
    {
        List<ListItem> items = [];
        while (await reader.ReadItemAsync(default) is { } item)
        {
            items.Add(item);
        }

        return items;
    }
}
