using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

public sealed class WarningHeaderTests
{
    [Theory]
    [InlineData("299 - \"unknown field \\\"dta\\\"\"", "unknown field \"dta\"")]
    [InlineData("299 kube-apiserver \"a\", 299 - \"b, c\"", "a|b, c")]
    [InlineData("299 - \"a\" \"Mon, 23 Nov 2026 18:32:28 GMT\", 299 - \"b\"", "a|b")]
    [InlineData("214 - \"transformed\", 299 - \"b\"", "b")]
    [InlineData("299 - \"\u001b[2Jwiped\"", "wiped")]
    [InlineData("299 - \"never ends", "")]
    [InlineData("nonsense", "")]
    [InlineData("", "")]
    public void Texts_of_code_299_are_read(string header, string expected) => Assert.Equal(expected, string.Join('|', WarningHeader.Parse(header)));
}
