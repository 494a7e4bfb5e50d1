using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;

namespace KubeApi.Tests.Client;

public sealed class JsonValueReaderTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("{\"a\":1}\n{\"b\":[2]}\n", """{"a":1}|{"b":[2]}""")]
    [InlineData(" [1,2] \"x\" 12 null true", "[1,2]|\"x\"|12|null|true")]
    [InlineData("12", "12")]
    [InlineData("\ufeff{\"a\":1}", """{"a":1}""")]
    [InlineData("\ufeff", "")]
    [InlineData(" \r\n", "")]
    [InlineData("", "")]
    public async Task Consecutive_values_are_read(string text, string expected)
    {
        foreach (var chunk in new[] { 1, 2, 5, 100 })
        {
            Assert.Equal(expected, string.Join('|', await ReadAllAsync(text, chunk)));
        }
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":")]
    [InlineData("{]")]
    [InlineData("<html>")]
    [InlineData("{\"a\":1}\ufeff{}")]
    public async Task Malformed_JSON_is_an_invalid_response(string text)
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => ReadAllAsync(text, 3));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
    }

    private static async Task<List<string>> ReadAllAsync(string text, int chunk)
    {
        using var reader = new JsonValueReader(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk));
        List<string> values = [];
        while (await reader.ReadAsync(default) is { } value)
        {
            values.Add(Encoding.UTF8.GetString(value));
        }

        return values;
    }
}
