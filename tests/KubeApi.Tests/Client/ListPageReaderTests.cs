using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;

namespace KubeApi.Tests.Client;

public sealed class ListPageReaderTests
{
    private const string Page =
        """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"t\u002b1","remainingItemCount":3},"items":[{"metadata":{"name":"a","labels":{"continue":"no"}},"items":[{"x":1}]} , {"b":"}]\"","ü":[[]]}]}""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task Items_are_read_for_any_chunk_size(int chunk)
    {
        using var reader = Reader(Page, chunk);

        var items = await ReadAllAsync(reader);

        Assert.Equal(["""{"metadata":{"name":"a","labels":{"continue":"no"}},"items":[{"x":1}]}""", """{"b":"}]\"","ü":[[]]}"""], items);
        Assert.Equal(("t+1", 3L), (reader.Continue, reader.RemainingItemCount));
    }

    [Theory]
    [InlineData("""{"kind":"Status","status":"Failure","code":500}""", "the response is a Status, not a PodList")]
    [InlineData("""{"kind":"ServiceList","items":[]}""", "the response is a ServiceList, not a PodList")]
    [InlineData("""{"kind":"Pod","items":[]}""", "the response is a Pod, not a PodList")]
    [InlineData("""{"kind":"PodList","metadata":{}}""", "the response has no items")]
    [InlineData("""{"kind":"Table","metadata":{}}""", "the response has no items")]
    [InlineData("""{"error":"please log in"}""", "the response has no items")]
    [InlineData("""{}""", "the response has no items")]
    [InlineData("""{"items":{}}""", "the response has no items")]
    [InlineData("""{"items":"x"}""", "the response has no items")]
    [InlineData("""{"items":[]} garbage""", "unexpected data after its end")]
    [InlineData("""{"metadata":{"continue":"\ud800"},"items":[]}""", "it is not valid UTF-8")]
    public async Task A_response_that_is_not_a_list_is_an_error(string page, string fault)
    {
        using var reader = new ListPageReader(new ChunkedStream(Encoding.UTF8.GetBytes(page), 5), 0, "PodList");

        Assert.Contains(fault, (await Assert.ThrowsAsync<KubeApiException>(() => ReadAllAsync(reader))).Message, StringComparison.Ordinal);
    }

    // A connection whose response was not read to its end is closed, and the next request opens another one.
    [Fact]
    public async Task The_response_is_read_to_its_end()
    {
        var stream = new EndedStream(Encoding.UTF8.GetBytes(Page));
        using var reader = new ListPageReader(stream, 0);

        await ReadAllAsync(reader);

        Assert.True(stream.WasReadToItsEnd);
    }

    [Fact]
    public async Task The_continue_token_is_known_early_if_metadata_comes_first()
    {
        using var reader = Reader(Page, 1);

        await reader.ReadItemAsync(default);

        Assert.Equal("t+1", reader.Continue);
    }

    [Fact]
    public async Task The_continue_token_is_found_after_the_items()
    {
        using var reader = Reader("""{"apiVersion":"demo/v1","items":[{"a":1}],"kind":"WidgetList","metadata":{"continue":"t"}}""", 5);

        Assert.Equal(["""{"a":1}"""], await ReadAllAsync(reader));
        Assert.Equal("t", reader.Continue);
    }

    [Theory]
    [InlineData("""{"items":[],"metadata":{"continue":""}}""")]
    [InlineData("""{"items":null,"metadata":{}}""")]
    [InlineData("""{"kind":"PodList","items":null,"metadata":{}}""")]
    public async Task A_list_without_items_is_empty(string page)
    {
        using var reader = Reader(page, 3);

        Assert.Empty(await ReadAllAsync(reader));
        Assert.Null(reader.Continue);
    }

    [Fact]
    public async Task An_item_may_be_larger_than_the_buffer()
    {
        var item = $$"""{"data":"{{new string('x', 3_000_000)}}"}""";
        using var reader = Reader($$"""{"items":[{{item}},{"b":2}]}""", 50_000);

        Assert.Equal([item, """{"b":2}"""], await ReadAllAsync(reader));
    }

    [Theory]
    [InlineData("""{"items":[{"a":1},{"b":""", "the response ends early")]
    [InlineData("""{"items":[{"a":1},]}""", "an object, a comma or the end of the items is missing")]
    [InlineData("""{"items":[{"a":1},5]}""", "an object, a comma or the end of the items is missing")]
    [InlineData("""{"items":[{"a":1},nul]}""", "an object, a comma or the end of the items is missing")]
    [InlineData("""{"items":[{"a":1},nu""", "the response ends early")]
    [InlineData("""{"items":[{"a":1}{"b":2}]}""", "an object, a comma or the end of the items is missing")]
    [InlineData("", "the response ends early")]
    public async Task Malformed_JSON_is_an_error_with_its_position_after_the_items_before_it(string page, string fault)
    {
        using var reader = Reader(page, 4, firstItem: 40);
        if (page.Length > 0)
        {
            Assert.NotNull(await reader.ReadItemAsync(default));
        }

        var e = await Assert.ThrowsAsync<KubeApiException>(async () => await reader.ReadItemAsync(default));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.Contains($"item {(page.Length > 0 ? 42 : 41)} ", e.Message, StringComparison.Ordinal);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task An_item_may_be_null(int chunk)
    {
        using var reader = Reader("""{"items":[null,{"a":1},null , {"b":2},null],"metadata":{"continue":"t"}}""", chunk);

        Assert.Equal(["null", """{"a":1}""", "null", """{"b":2}""", "null"], await ReadAllAsync(reader));
        Assert.Equal("t", reader.Continue);
    }

    [Fact]
    public async Task Invalid_UTF8_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"items":[{"a":"X"}]}""");
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0xFF;
        using var reader = new ListPageReader(new MemoryStream(bytes), 0);

        var e = await Assert.ThrowsAsync<KubeApiException>(async () => await reader.ReadItemAsync(default));

        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"\\"}""")]
    [InlineData("""{"a":"\"}{","b":{"c":"{"}}""")]
    [InlineData("""{"a":"\\\"","b":[{},{}]}""")]
    public async Task Strings_and_escapes_do_not_break_item_boundaries(string item)
    {
        for (var chunk = 1; chunk < 12; chunk++)
        {
            using var reader = Reader("{\"items\":[" + item + "," + item + "],\"metadata\":{}}", chunk);

            Assert.Equal([item, item], await ReadAllAsync(reader));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100_000)]
    public async Task A_byte_order_mark_is_skipped(int chunk)
    {
        using var reader = Reader($"\ufeff{Page}", chunk);

        Assert.Equal(2, (await ReadAllAsync(reader)).Count);
        Assert.Equal("t+1", reader.Continue);
    }

    [Fact]
    public async Task Keys_of_the_envelope_may_be_escaped()
    {
        using var reader = Reader("""{"m\u0065tadata":{"c\u006fntinue":"t"},"it\u0065ms":[{"a":1}]}""", 3);

        Assert.Equal(["""{"a":1}"""], await ReadAllAsync(reader));
        Assert.Equal("t", reader.Continue);
    }

    [Fact]
    public async Task The_nesting_of_the_envelope_is_limited()
    {
        var deepest = new string('[', JsonLimits.MaxDepth - 2) + new string(']', JsonLimits.MaxDepth - 2);
        using var reader = Reader($$$"""{"metadata":{"x":{{{deepest}}}},"items":[{"a":1}]}""", 100);
        using var tooDeep = Reader($$$"""{"metadata":{"x":[{{{deepest}}}]},"items":[{"a":1}]}""", 100);

        Assert.Single(await ReadAllAsync(reader));
        // The message does not repeat the parser's, which may quote the response.
        Assert.Contains("depth", (await Assert.ThrowsAsync<KubeApiException>(() => ReadAllAsync(tooDeep))).InnerException!.Message, StringComparison.Ordinal);
    }

    private static ListPageReader Reader(string page, int chunk, int firstItem = 0) => new(new ChunkedStream(Encoding.UTF8.GetBytes(page), chunk), firstItem);

    private static async Task<List<string>> ReadAllAsync(ListPageReader reader)
    {
        List<string> items = [];
        while (await reader.ReadItemAsync(default) is { } item)
        {
            items.Add(Encoding.UTF8.GetString(item.Json));
        }

        return items;
    }
}
