using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class AccessRequestsTests
{
    [Fact]
    public void Identity() => AssertRequest(
        """POST /apis/authentication.k8s.io/v1/selfsubjectreviews {"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"} Safe""",
        AccessRequests.Identity());

    [Fact]
    public void Access_to_a_resource() => AssertRequest(
        """POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"namespace":"demo","verb":"delete","group":"apps","resource":"deployments","subresource":"scale","name":"web"}}} Safe""",
        AccessRequests.Access(new AccessAttributes
        {
            Verb = "delete",
            Group = "apps",
            Resource = "deployments",
            Subresource = "scale",
            Namespace = "demo",
            Name = "web",
        }));

    [Fact]
    public void Empty_fields_are_omitted() => AssertRequest(
        """POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":"list","resource":"nodes"}}} Safe""",
        AccessRequests.Access(new AccessAttributes { Verb = "list", Resource = "nodes" }));

    [Fact]
    public void Access_to_a_path() => AssertRequest(
        """POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"nonResourceAttributes":{"path":"/metrics","verb":"get"}}} Safe""",
        AccessRequests.Access(new AccessAttributes { Verb = "get", Path = "/metrics" }));

    [Fact]
    public void Rules() => AssertRequest(
        """POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"demo"}} Safe""",
        AccessRequests.Rules("demo"));

    [Fact]
    public void A_token() => AssertRequest(
        """POST /api/v1/namespaces/demo/serviceaccounts/ci/token {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["vault","https://a"],"expirationSeconds":3600}} Idempotent""",
        AccessRequests.Token("demo", "ci", TimeSpan.FromHours(1), ["vault", "https://a"]));

    [Fact]
    public void A_token_with_the_defaults_of_the_server() => AssertRequest(
        """POST /api/v1/namespaces/demo/serviceaccounts/ci/token {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}} Idempotent""",
        AccessRequests.Token("demo", "ci", null, []));

    [Fact]
    public void A_review_carries_its_own_impersonation()
    {
        var jane = new Impersonation { User = "jane" };

        Assert.Same(jane, AccessRequests.Identity(jane).Impersonation);
        Assert.Same(jane, AccessRequests.Access(new AccessAttributes { Verb = "get", Path = "/" }, jane).Impersonation);
        Assert.Same(jane, AccessRequests.Rules("demo", jane).Impersonation);
        Assert.Null(AccessRequests.Identity().Impersonation);
    }

    [Theory]
    [InlineData("deployments", "apps", "scale", "", "deployments.apps/scale")]
    [InlineData("pods", "", "", "", "pods")]
    [InlineData("", "", "", "/metrics", "/metrics")]
    public void The_target_names_the_resource_or_the_path(string resource, string group, string subresource, string path, string expected) => Assert.Equal(
        expected, new AccessAttributes { Verb = "get", Resource = resource, Group = group, Subresource = subresource, Path = path }.Target);

    private static void AssertRequest(string expected, ApiRequest request) =>
        Assert.Equal(expected, $"{request.Method} {request.PathAndQuery} {Encoding.UTF8.GetString(request.Body!.Value.Span)} {request.RepeatSafety}");
}
