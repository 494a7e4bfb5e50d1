using System.Text.Json.Nodes;
using KubeApi.Client.Describing;

namespace KubeApi.Tests.Client;

public sealed class NoiseFilterTests
{
    [Theory]
    [InlineData("""{"a":null,"resources":{},"d":{"securityContext":{}},"g":0,"h":"","i":false}""", """{"g":0,"h":"","i":false}""")]
    [InlineData(
        """{"volumes":[{"name":"tmp","emptyDir":{}}],"podSelector":{},"ingress":[{}],"egress":[],"selfSigned":{}}""",
        """{"volumes":[{"name":"tmp","emptyDir":{}}],"podSelector":{},"ingress":[{}],"egress":[],"selfSigned":{}}""")]
    [InlineData("""{"dnsPolicy":"ClusterFirst","terminationGracePeriodSeconds":30,"restartPolicy":"Always"}""", """{"restartPolicy":"Always"}""")]
    [InlineData("""{"dnsPolicy":"None","terminationGracePeriodSeconds":1}""", """{"dnsPolicy":"None","terminationGracePeriodSeconds":1}""")]
    [InlineData("""{"serviceAccount":"a","serviceAccountName":"a"}""", """{"serviceAccountName":"a"}""")]
    [InlineData("""{"serviceAccount":"a"}""", """{"serviceAccount":"a"}""")]
    [InlineData(
        """{"tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"x","operator":"Exists"}]}""",
        """{"tolerations":[{"key":"x","operator":"Exists"}]}""")]
    [InlineData(
        """{"volumes":[{"name":"kube-api-access-x","projected":{"sources":[]}},{"name":"kube-api-access-mine","emptyDir":{"medium":"Memory"}}]}""",
        """{"volumes":[{"name":"kube-api-access-mine","emptyDir":{"medium":"Memory"}}]}""")]
    [InlineData("""{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object"}}}]}""", """{"versions":[{"name":"v1","schema":{"openAPIV3Schema":"(omitted)"}}]}""")]
    [InlineData("""{"tolerations":[{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]}""", null)]
    [InlineData("{}", "{}")]
    public void Values_without_information_are_removed(string before, string? after) =>
        Assert.Equal(after, NoiseFilter.Clean(JsonNode.Parse(before))?.ToJsonString());

    [Fact]
    public void The_original_is_not_changed()
    {
        var node = JsonNode.Parse("""{"a":{},"b":[1]}""")!;

        NoiseFilter.Clean(node)!["b"]![0] = 2;

        Assert.Equal("""{"a":{},"b":[1]}""", node.ToJsonString());
    }
}
