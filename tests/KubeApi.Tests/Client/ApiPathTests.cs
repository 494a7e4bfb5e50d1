using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class ApiPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/pods?limit=1&labelSelector=a%3Db")]
    [InlineData("/api/v1/namespaces/default/services/https:web:443/proxy/")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node")]
    [InlineData("/api/v1/namespaces/a..b")]
    [InlineData("/x?redirect=https://example.com//y/../z")]
    public void Paths_on_the_server_are_accepted(string path) => ApiPath.Check(path);

    [Theory]
    [InlineData("")]
    [InlineData("api")]
    [InlineData("https://evil.example/api")]
    [InlineData("//evil.example/api")]
    [InlineData("/api//v1")]
    [InlineData("/api/../secrets")]
    [InlineData("/api/..")]
    [InlineData("/api/./v1")]
    [InlineData("/api/%2e%2e/secrets")]
    [InlineData("/api/%252e%252e/secrets")]
    [InlineData("/api/%2E./secrets")]
    [InlineData("/api/..%2fsecrets")]
    [InlineData("/%2f%2fevil.example")]
    [InlineData(@"/api\..\x")]
    [InlineData("/api/%5c..%5cx")]
    [InlineData("/api/v1/namespaces/{namespace}/pods")]
    [InlineData("/api#fragment")]
    [InlineData("/api v1")]
    [InlineData("/api\r\nX-Evil: 1")]
    public void Paths_that_could_lead_elsewhere_are_refused(string path) => Assert.Throws<ArgumentException>(() => ApiPath.Check(path));
}
