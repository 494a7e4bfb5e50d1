using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("system:node", "system:node")]
    [InlineData("a..b", "a..b")]
    [InlineData("Groß", "Gro%C3%9F")]
    [InlineData("a b?c#d&e", "a%20b%3Fc%23d%26e")]
    public void Valid_names_are_escaped(string name, string segment) => Assert.Equal(segment, PathSegment.Escape(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../secrets")]
    [InlineData("%2e%2e")]
    [InlineData("a%2Fb")]
    public void Names_that_could_lead_elsewhere_are_refused(string name) => Assert.Throws<ArgumentException>(() => PathSegment.Escape(name));
}
