using KubeApi.Client.Describing;
using KubeApi.Formatting;

namespace KubeApi.Tests.Module;

/// <summary>The lines of a page on a console that is narrower than they are.</summary>
public sealed class PageViewTests
{
    [Theory]
    [InlineData("Message:  ", "short", 0, "Message:  short")]
    [InlineData("Message:  ", "the image of this container cannot be pulled", 0, "Message:  the image of this container|          cannot be pulled")]
    [InlineData(
        "  ", "5s  Warning  the image of this container cannot be pulled", 13,
        "  5s  Warning  the image of this|               container cannot be|               pulled")]
    [InlineData("  ", "5s  Warning  BackOffOfAll  the image cannot be pulled", 27, "  5s  Warning  BackOffOfAll  the|      image cannot be pulled")]
    [InlineData("  ", "  message: the image of this container cannot be", 0, "    message: the image of this|    container cannot be")]
    [InlineData("  ", "0123456789012345678901234567890123456789", 0, "  0123456789012345678901234567890123456|  789")]
    public void Lines_are_broken_between_words(string label, string text, int lastColumn, string expected) =>
        Assert.Equal(expected, string.Join('|', PageView.Wrap(new PageLine(label, text) { LastColumn = lastColumn }, 40)));
}
