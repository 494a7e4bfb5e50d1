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

    [Theory]
    [InlineData("a/b", "contains a '/', which is not allowed in a name.")]
    [InlineData("..", "is a dot segment and cannot be a name.")]
    [InlineData("*", "contains a '*', which is not allowed in a namespace.")]
    [InlineData("team.a", "contains a '.', which is not allowed in a namespace.")]
    [InlineData("Team", "contains a 'T', which is not allowed in a namespace.")]
    [InlineData("a\0b", "contains a control character, which is not allowed in a namespace.")]
    public void Names_that_no_namespace_has_are_refused(string name, string fault) =>
        Assert.Equal($"The namespace '{name}' {fault}", PathSegment.NamespaceFault(name));

    [Fact]
    public void A_long_name_is_not_repeated() =>
        Assert.Equal($"The namespace '{new string('a', 63)}…' is longer than 63 characters.", PathSegment.NamespaceFault(new string('a', 64)));

    [Theory]
    [InlineData("default")]
    [InlineData("0-a")]
    public void Namespaces_are_accepted(string name) => Assert.Equal(name, PathSegment.EscapeNamespace(name));
}
