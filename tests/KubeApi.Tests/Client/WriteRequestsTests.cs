using System.Text;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class WriteRequestsTests
{
    private static readonly ApiResource s_deployments = ApiResource.Of("apps", "v1", "deployments", namespaced: true);
    private static readonly ApiResource s_nodes = ApiResource.Of("", "v1", "nodes", namespaced: false);
    private static readonly WriteOptions s_options = new() { FieldManager = "kubeapi", FieldValidation = "Strict" };
    private static readonly byte[] s_body = "{}"u8.ToArray();

    [Fact]
    public void A_create() => AssertRequest(
        "POST /apis/apps/v1/namespaces/demo/deployments?fieldManager=kubeapi&fieldValidation=Strict application/json {} once",
        WriteRequests.Create(s_deployments, "demo", s_body, s_options));

    [Fact]
    public void A_dry_run_create_of_a_cluster_scoped_type() => AssertRequest(
        "POST /api/v1/nodes?fieldManager=a%20b&dryRun=All application/json {} repeatable",
        WriteRequests.Create(s_nodes, null, s_body, new WriteOptions { FieldManager = "a b", DryRun = true }));

    [Fact]
    public void A_create_without_a_namespace_is_refused() =>
        Assert.Throws<ArgumentException>(() => WriteRequests.Create(s_deployments, null, s_body, s_options));

    [Theory]
    [InlineData(true, "repeatable")]
    [InlineData(false, "once")]
    public void A_replace(bool hasVersion, string repeatable) => AssertRequest(
        $"PUT /apis/apps/v1/namespaces/demo/deployments/web/status?fieldValidation=Warn application/json {{}} {repeatable}",
        WriteRequests.Replace(s_deployments, "demo", "web", s_body, hasVersion, new WriteOptions { FieldValidation = "Warn", Subresource = "status" }));

    [Theory]
    [InlineData(PatchType.Strategic, "application/strategic-merge-patch+json")]
    [InlineData(PatchType.Merge, "application/merge-patch+json")]
    [InlineData(PatchType.Json, "application/json-patch+json")]
    [InlineData(PatchType.Apply, "application/apply-patch+yaml")]
    public void A_patch(PatchType type, string mediaType) => AssertRequest(
        $"PATCH /apis/apps/v1/namespaces/demo/deployments/web?fieldManager=kubeapi&fieldValidation=Strict {mediaType} {{}} once",
        WriteRequests.Patch(s_deployments, "demo", "web", type, s_body, s_options));

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "&force=true")]
    public void An_apply(bool force, string query) => AssertRequest(
        $"PATCH /apis/apps/v1/namespaces/demo/deployments/web?fieldManager=kubeapi&fieldValidation=Strict{query} application/apply-patch+yaml {{}} repeatable",
        WriteRequests.Apply(s_deployments, "demo", "web", s_body, force, s_options));

    [Fact]
    public void A_delete() => AssertRequest(
        """DELETE /api/v1/nodes/n-1 application/json {"apiVersion":"v1","kind":"DeleteOptions"} once""", WriteRequests.Delete(
            s_nodes, null, "n-1", new DeleteOptions()));

    [Fact]
    public void A_delete_with_a_UID_precondition() => AssertRequest(
        """DELETE /apis/apps/v1/namespaces/demo/deployments/web application/json {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"propagationPolicy":"Orphan","preconditions":{"uid":"u"},"dryRun":["All"]} repeatable""",
        WriteRequests.Delete(s_deployments, "demo", "web", new DeleteOptions { Uid = "u", GracePeriodSeconds = 0, Propagation = "Orphan", DryRun = true }));

    [Fact]
    public void The_target_has_the_verb_and_the_resource_of_RBAC() => Assert.Equal(
        "RequestTarget { Verb = patch, Resource = deployments.apps/scale, Namespace = demo, Name = web }",
        WriteRequests.Patch(s_deployments, "demo", "web", PatchType.Merge, s_body, s_options with { Subresource = "scale" }).Target!.ToString());

    private static void AssertRequest(string expected, ApiRequest request) => Assert.Equal(
        expected, $"{request.Method} {request.PathAndQuery} {request.ContentType} {Encoding.UTF8.GetString(request.Body!.Value.Span)} "
            + $"{(request.RepeatSafety == RepeatSafety.Idempotent ? "repeatable" : "once")}");
}
