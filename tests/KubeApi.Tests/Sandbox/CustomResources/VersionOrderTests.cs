using KubeApi.Sandbox.Types;

namespace KubeApi.Tests.Sandbox.CustomResources;

public class VersionOrderTests
{
    // The example of the Kubernetes documentation.
    [Fact]
    public void Stable_versions_come_before_the_newest_others()
    {
        string[] expected = ["v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10"];
        Assert.Equal(expected, expected.Order(StringComparer.Ordinal).Order(VersionOrder.NewestFirst));
    }
}
