using KubeApi.Client.Requests;

namespace KubeApi.Tests.Module;

public sealed class ExploreTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void Paths_of_the_root()
    {
        using var shell = sandbox.ToCluster();

        Assert.Equal(["/apis/batch", "/apis/batch/v1"], shell.Get("Get-KubeApiPath /apis/batch*").Select(p => p.ToString()));
        Assert.Equal("batch v1", shell.Get("Get-KubeApiPath /apis/batch/v1 | ForEach-Object { \"$($_.Group) $($_.Version)\" }").Single().BaseObject);
    }

    [Fact]
    public void If_the_root_is_forbidden_the_paths_come_from_OpenAPI_with_a_warning()
    {
        using var shell = sandbox.Shell();
        using var environment = ProcessEnvironment.Pod(sandbox.Server);
        shell.Get($"$null = Connect-KubeApi -InCluster -ServiceAccountPath $Pod -Name {Guid.NewGuid():n}");

        var result = shell.Run("Get-KubeApiPath /apis/batch/*");

        Assert.Equal(["/apis/batch/v1"], result.Output.Select(p => p.ToString()));
        Assert.Contains("/openapi/v3", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch", "batch/v1")]
    [InlineData("autoscaling", "autoscaling/v2")]
    [InlineData("core", "v1")]
    [InlineData("''", "v1")]
    [InlineData("'*.authorization.k8s.io'", "rbac.authorization.k8s.io/v1")]
    public void Groups_with_their_preferred_version(string name, string expected)
    {
        using var shell = sandbox.ToCluster();

        Assert.Equal(expected, Assert.Single(shell.Get($"Get-KubeApiGroup {name}")).ToString());
    }

    [Fact]
    public void An_unknown_group_is_an_error()
    {
        using var shell = sandbox.ToCluster();

        Assert.StartsWith("GroupNotFound,", shell.Fail("Get-KubeApiGroup btach").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("po", "pods")]
    [InlineData("Deployment", "deployments.apps")]
    [InlineData("deployments.v1.apps", "deployments.apps")]
    [InlineData("'*autoscaler*'", "horizontalpodautoscalers.autoscaling")]
    [InlineData("-Group batch", "cronjobs.batch jobs.batch")]
    [InlineData("-Group core -Verb list,deletecollection -Namespaced:$false", "namespaces|nodes persistentvolumes")]
    [InlineData("events", "events events.events.k8s.io")]
    public void Resource_types_by_name_group_verb_and_scope(string arguments, string expected)
    {
        using var shell = sandbox.ToCluster();

        var names = string.Join(' ', shell.Get($"Get-KubeApiResource {arguments}"));

        // Namespaces cannot be deleted by collection.
        Assert.Equal(expected.Replace("namespaces|", "", StringComparison.Ordinal), names);
    }

    [Fact]
    public void All_versions_or_the_preferred_one()
    {
        using var shell = sandbox.ToCluster();

        Assert.Equal("v2", string.Join(' ', shell.Get("(Get-KubeApiResource hpa).Version")));
        Assert.Equal("v2 v1", string.Join(' ', shell.Get("(Get-KubeApiResource hpa -AllVersions).Version")));
    }

    [Fact]
    public void A_resource_type_has_all_its_properties()
    {
        using var shell = sandbox.ToCluster();

        var pods = Assert.IsType<ApiResource>(Assert.Single(shell.Get("Get-KubeApiResource pods -Group core")).BaseObject);

        Assert.Equal(("Pod", "v1", true, "/api/v1/namespaces/{namespace}/pods"), (pods.Kind, pods.ApiVersion, pods.Namespaced, pods.Path));
        Assert.Contains("log", pods.Subresources);
    }

    [Fact]
    public void An_unknown_type_is_an_error_that_suggests_a_similar_one()
    {
        using var shell = sandbox.ToCluster();

        foreach (var command in new[] { "Get-KubeApiResource podz", "Get-KubeApiObject podz" })
        {
            var error = shell.Fail(command);

            Assert.StartsWith("ResourceTypeNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("'pods'", error.ErrorDetails.Message, StringComparison.Ordinal);
        }
    }
}
