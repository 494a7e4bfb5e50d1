using System.Text.Json;
using KubeApi.Client.Access;

namespace KubeApi.Tests.Client;

public sealed class RuleListTests
{
    [Fact]
    public void Each_resource_and_path_is_a_row_with_all_its_verbs()
    {
        var list = Read("""
            {"resourceRules":[
               {"verbs":["list","get"],"apiGroups":["","apps"],"resources":["pods","deployments/scale"]},
               {"verbs":["delete","get"],"apiGroups":[""],"resources":["pods"]},
               {"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["b","a"]},
               {"verbs":["get","*"],"apiGroups":["*"],"resources":["*"]}],
             "nonResourceRules":[
               {"verbs":["get"],"nonResourceURLs":["/version","/api/*"]},
               {"verbs":["head"],"nonResourceURLs":["/version"]}],
             "incomplete":false}
            """);

        Assert.Equal(
            [
                "*.* * ", "deployments.apps/scale get,list ", "deployments/scale get,list ", "pods delete,get,list ", "pods get a,b", "pods.apps get,list ",
                "/api/* get ", "/version get,head ",
            ],
            list.Rules.Select(r => $"{r.Resource}{r.Path} {string.Join(',', r.Verbs)} {string.Join(',', r.Names)}"));
        Assert.Null(list.Fault);
    }

    [Theory]
    [InlineData("""{"incomplete":true}""", "an authorizer of the server does not list its rules")]
    [InlineData("""{"incomplete":true,"evaluationError":"webhook authorizer does not support it"}""", "webhook authorizer does not support it")]
    [InlineData("""{"evaluationError":"clusterrole.rbac.authorization.k8s.io \"none\" not found"}""", "clusterrole.rbac.authorization.k8s.io \"none\" not found")]
    [InlineData("{}", null)]
    public void An_incomplete_list_has_a_reason(string status, string? fault) => Assert.Equal(fault, Read(status).Fault);

    private static RuleList Read(string status) => RuleList.Of(JsonSerializer.Deserialize<JsonElement>(status));
}
