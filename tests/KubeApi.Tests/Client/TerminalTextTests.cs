using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text\n\tindented", "plain text\n\tindented")]
    [InlineData("\u001b[1;31mred\u001b[m", "red")]
    [InlineData("\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b", "ab")]
    [InlineData("a\u001bPq payload\u001b\\b\u001bcc", "abc")]
    [InlineData("over\rwrite\b\u0000\u007f", "overwrite")]
    [InlineData("\u009b2Ja\u009d0;t\u009cb", "ab")]
    [InlineData("a\u202Ecba\u202C \u2066b\u2069\u2028c", "acba bc")]
    [InlineData("größe ✓ “שלום” …", "größe ✓ “שלום” …")]
    public void Control_characters_are_removed(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));
}
