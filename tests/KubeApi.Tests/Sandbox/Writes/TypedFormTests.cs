using System.Text.Json.Nodes;
using KubeApi.Sandbox.Types;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>Built-in objects are returned in the form of the server's Go types.</summary>
public sealed class TypedFormTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Empty = "what is empty is not there";

    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData(
        "v1", "ConfigMap", """{"data":{},"metadata":{"labels":{},"name":"a","finalizers":[]},"immutable":false}""",
        """{"metadata":{"name":"a"},"immutable":false}""", Empty)]
    [InlineData(
        "v1", "Service", """{"spec":{"type":"ClusterIP","selector":{},"publishNotReadyAddresses":false,"ports":[{"port":1,"name":"","targetPort":0}]}}""",
        """{"metadata":{},"spec":{"ports":[{"port":1,"targetPort":0}],"type":"ClusterIP"},"status":{"loadBalancer":{}}}""", Empty)]
    [InlineData("apps/v1", "Deployment", """{"spec":{"paused":false,"minReadySeconds":0,"replicas":0}}""",
        """{"metadata":{},"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}""", Empty)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", """{"status":{"conditions":[]}}""",
        """{"metadata":{},"spec":{"scaleTargetRef":{"kind":"","name":""},"maxReplicas":0},"status":{"desiredReplicas":0,"currentMetrics":null}}""",
        "what is always there")]
    [InlineData("v1", "Pod", """{"spec":{"volumes":[{"emptyDir":{},"name":"v"}],"containers":[]},"status":{"conditions":[{"status":"True","type":"Ready"}]}}""",
        """{"metadata":{},"spec":{"volumes":[{"name":"v","emptyDir":{}}],"containers":null},"status":{"conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":null}]}}""", "times")]
    [InlineData("v1", "Zonk", """{"b":{},"a":[]}""", """{"b":{},"a":[]}""", "no type")]
    public void Fields_are_written_in_the_order_of_their_type(string apiVersion, string kind, string sent, string expected, string why)
    {
        var value = (JsonObject)JsonNode.Parse(sent)!;
        TypedForm.Store(apiVersion, kind, value);
        Assert.True(expected == value.ToJsonString(), $"{why}: {value.ToJsonString()}");
    }

    [Fact]
    public async Task Empty_values_have_no_manager_except_required_lists()
    {
        var home = await fixture.CreateNamespaceAsync();
        var map = await _admin.PostAsync($"/api/v1/namespaces/{home}/configmaps", """{"metadata":{"name":"m","labels":{}},"data":{}}""");
        Assert.Null(map.Json["metadata"]!["managedFields"]);
        Assert.Null(map.Json["data"]);

        var roles = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles";
        var none = await _admin.PostAsync(roles, """{"metadata":{"name":"r"},"rules":[]}""");
        Assert.True(none.Json.ContainsKey("rules"));
        Assert.Null(none.Json["rules"]);
        Assert.Equal("""{"f:rules":{}}""", none.Json["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString());
        Assert.Null((await _admin.PostAsync(roles, """{"metadata":{"name":"s"}}""")).Json["metadata"]!["managedFields"]);
    }

    [Theory]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/namespaces/{0}/rolebindings",
        """{"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"n"}],"roleRef":{"kind":"ClusterRole","name":"view"}}""",
        """[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"n"}]""", "subjects")]
    [InlineData("/apis/networking.k8s.io/v1/namespaces/{0}/networkpolicies", """{"spec":null}""", """{"podSelector":{},"policyTypes":["Ingress"]}""", "spec")]
    [InlineData("/api/v1/namespaces/{0}/endpoints", """{"subsets":[{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":80,"protocol":""}]}]}""",
        """[{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":80,"protocol":"TCP"}]}]""", "subsets")]
    public async Task Omitted_fields_are_completed(string path, string members, string expected, string member)
    {
        var value = (JsonObject)JsonNode.Parse(members)!;
        value["metadata"] = new JsonObject { ["name"] = "x" };
        var created = await _admin.PostAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, path, await fixture.CreateNamespaceAsync()), value.ToJsonString());
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(expected, created.Json[member]!.ToJsonString());
    }
}
