using KubeApi.Formatting;

namespace KubeApi.Tests.Module;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a", "a", "")]
    [InlineData("a", "b", "-a|+b")]
    [InlineData("", "a|b", "+a|+b")]
    [InlineData("a|b", "", "-a|-b")]
    [InlineData("a|b|c", "a|x|c", " a|-b|+x| c")]
    [InlineData("a|b|c|d", "b|c|d|e", "-a| b| c| d|+e")]
    [InlineData("1|2|3|4|5|6|7|8|9", "1|2|3|4|x|6|7|8|9", " 3| 4|-5|+x| 6| 7")]
    [InlineData("1|2|3|4|5|6|7|8|9", "x|2|3|4|5|6|7|8|y", "-1|+x| 2| 3| …| 7| 8|-9|+y")]
    [InlineData("a|a|a", "a|a", " a| a|-a")]
    public void Changed_lines_are_shown_with_context(string before, string after, string lines) =>
        Assert.Equal(lines, string.Join('|', LineDiff.Between(Split(before), Split(after), context: 2).Select(l => l.Mark + l.Line)));

    [Fact]
    public void Long_texts_without_a_common_line_are_shown_as_replaced()
    {
        var lines = LineDiff.Between([.. Enumerable.Range(0, 3000).Select(i => $"a{i}")], [.. Enumerable.Range(0, 3000).Select(i => $"b{i}")]).ToList();

        Assert.Equal(6000, lines.Count);
        Assert.Equal('-', lines[2999].Mark);
        Assert.Equal('+', lines[3000].Mark);
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.Split('|');
}
