using KubeApi.Binding;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Module;

public sealed class RawRequestTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", true)]
    [InlineData("OPTIONS", "/api", true)]
    [InlineData("POST", "/api/v1/namespaces/default/pods", false)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", true)]
    [InlineData("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews?pretty=true", true)]
    [InlineData("POST", "/k8s/clusters/c-1/apis/authorization.k8s.io/v1/namespaces/a/localsubjectaccessreviews", true)]
    [InlineData("POST", "/apis/example.org/v1/reviews", false)]
    [InlineData("PUT", "/apis/authorization.k8s.io/v1/x/reviews", false)]
    public void A_review_is_safe_to_repeat(string method, string path, bool isSafe) =>
        Assert.Equal(isSafe ? RepeatSafety.Safe : RepeatSafety.Never, RawRequest.SafetyOf(method, path));
}
