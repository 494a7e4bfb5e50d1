using System.Management.Automation;
using KubeApi.Binding;

namespace KubeApi.Tests.Module;

/// <summary>Resource types and names as users write them.</summary>
public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("pods", "pods", null)]
    [InlineData("deployments.v1.apps", "deployments.v1.apps", null)]
    [InlineData("pod/web-1", "pod", "web-1")]
    [InlineData("pod/", "pod", "")]
    [InlineData("pod/a/b", "pod", "a/b")]
    public void A_string_is_split_at_its_first_slash(string text, string type, string? name)
    {
        var parsed = ResourceName.Parse(text);

        Assert.Equal((type, name), (parsed.Type, parsed.Name));
        Assert.Equal(text, parsed.ToString());
    }

    [Theory]
    [InlineData("pod/web-1", true)]
    [InlineData("deployments.apps/web", true)]
    [InlineData("pods", false)]
    [InlineData("pod/", false)]
    [InlineData("pod/a/b", false)]
    [InlineData("kind: Pod/x", false)]
    [InlineData("{a/b", false)]
    public void A_piped_string_is_a_name_or_a_manifest(string text, bool isName)
    {
        Assert.Equal(isName, ResourceName.Of(text) is not null);
        Assert.Equal(isName, ResourceName.Of(PSObject.AsPSObject(text)) is not null);
    }

    [Fact]
    public void A_pattern_after_the_type_is_a_name()
    {
        var (resources, names) = ResourceName.Split(["pods/web*"], [new NameArgument("db")]);

        Assert.Equal([new ResourceName("pods", null)], resources);
        Assert.Equal(["db", "web*"], names!.Select(n => n.Name));
    }

    [Fact]
    public void A_literal_name_after_the_type_stays_there()
    {
        var (resources, names) = ResourceName.Split(["pods/web", "deploy"], null);

        Assert.Equal([new ResourceName("pods", "web"), new ResourceName("deploy", null)], resources);
        Assert.Null(names);
    }

    [Fact]
    public void A_pattern_is_not_combined_with_other_types() =>
        Assert.Contains("'pods/web*' is a pattern", Assert.Throws<ArgumentException>(() => ResourceName.Split(["pods/web*", "deploy"], null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_object_is_not_a_name() => Assert.Null(ResourceName.Of(new PSObject()));
}
