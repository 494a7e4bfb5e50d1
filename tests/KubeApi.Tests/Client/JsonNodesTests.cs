using System.Text;
using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Tests.Client;

public class JsonNodesTests
{
    [Theory]
    [InlineData("{} {}")]
    [InlineData("{},")]
    [InlineData("[1]]")]
    [InlineData("1 2")]
    [InlineData("{")]
    [InlineData("")]
    public void An_element_is_the_whole_input(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonNodes.ParseElement(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("null", JsonValueKind.Null)]
    [InlineData(" {\"a\":[1]}\n", JsonValueKind.Object)]
    [InlineData("12", JsonValueKind.Number)]
    public void An_element_may_be_any_value(string json, JsonValueKind kind) =>
        Assert.Equal(kind, JsonNodes.ParseElement(Encoding.UTF8.GetBytes(json)).ValueKind);

    [Fact]
    public void An_element_may_be_nested_as_deep_as_the_limit()
    {
        Assert.Equal(JsonValueKind.Array, JsonNodes.ParseElement(Nested(JsonLimits.MaxDepth)).ValueKind);
        Assert.ThrowsAny<JsonException>(() => JsonNodes.ParseElement(Nested(JsonLimits.MaxDepth + 1)));
    }

    // The parser fails only when such a string is read.
    [Fact]
    public void Invalid_UTF8_is_refused_at_once()
    {
        byte[] json = [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8];

        Assert.ThrowsAny<JsonException>(() => JsonNodes.ParseElement(json));
        Assert.ThrowsAny<JsonException>(() => JsonNodes.Parse(json));
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
}
