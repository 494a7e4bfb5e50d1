using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Rights cannot be given away that one does not have; cluster roles made of others grow with them.</summary>
public sealed class EscalationTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task Who_writes_a_role_must_hold_its_rules()
    {
        var (home, jane) = await WriterAsync();
        var roles = $"{Rbac}/namespaces/{home}/roles";
        Assert.Equal(201, (await jane(HttpMethod.Post, roles, Sample.Role("mine", ["get"], ["pods"]))).Status);

        var refused = await jane(HttpMethod.Post, roles, Sample.Role("more", ["delete", "get", "list"], ["pods", "secrets"]));
        Assert.Equal(403, refused.Status);
        Assert.Equal(
            $"roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"jane\" (groups=[\"{home}\" \"system:authenticated\"]) is attempting to grant "
                + "RBAC permissions not currently held:\n"
            + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}\n"
            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"delete\" \"get\" \"list\"]}",
            refused.Message);

        // What changes no rule asks nobody; what adds one does.
        await _admin.PostAsync(roles, Sample.Role("strong", ["*"], ["*"]));
        Assert.Equal(200, (await jane(HttpMethod.Patch, roles + "/strong", """{"metadata":{"labels":{"a":"b"}}}""")).Status);
        Assert.Equal(403, (await jane(HttpMethod.Patch, roles + "/mine", """{"rules":[{"verbs":["*"],"apiGroups":[""],"resources":["pods"]}]}""")).Status);
        Assert.Equal(
            200,
            (
                await jane(
                    HttpMethod.Patch, roles + "/mine",
                    """{"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["web"]}]}""")).Status);

        await _admin.PostAsync(
            roles,
            Sample.Named(
                "escalator", null, ("rules", JsonNode.Parse("""[{"verbs":["escalate"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"]}]""")!)));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("escalator", "Role", "escalator", "Group", home));
        Assert.Equal(201, (await jane(HttpMethod.Post, roles, Sample.Role("more", ["delete"], ["pods"]))).Status);
    }

    [Fact]
    public async Task Who_binds_a_role_must_hold_its_rules()
    {
        var (home, jane) = await WriterAsync();
        var bindings = $"{Rbac}/namespaces/{home}/rolebindings";
        Assert.Equal(201, (await jane(HttpMethod.Post, bindings, Sample.Binding("same", "Role", "writer", "User", "joe"))).Status);
        var refused = await jane(HttpMethod.Post, bindings, Sample.Binding("edit", "ClusterRole", "edit", "User", "joe"));
        Assert.Equal(403, refused.Status);
        Assert.StartsWith("rolebindings.rbac.authorization.k8s.io \"edit\" is forbidden: user \"jane\"", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            (404, "rolebindings.rbac.authorization.k8s.io \"absent\" not found"),
            (await jane(HttpMethod.Post, bindings, Sample.Binding("void", "Role", "absent", "User", "joe"))) is var absent
                ? (absent.Status, absent.Message)
                : default);

        await _admin.PostAsync(
            $"{Rbac}/namespaces/{home}/roles",
            Sample.Named(
                "binder", null,
                (
                    "rules",
                    JsonNode.Parse(
                        """[{"verbs":["bind"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"],"resourceNames":["edit"]}]""")!)));
        await _admin.PostAsync(bindings, Sample.Binding("binder", "Role", "binder", "Group", home));
        Assert.Equal(201, (await jane(HttpMethod.Post, bindings, Sample.Binding("edit", "ClusterRole", "edit", "User", "joe"))).Status);
        Assert.Equal(403, (await jane(HttpMethod.Post, bindings, Sample.Binding("admin", "ClusterRole", "admin", "User", "joe"))).Status);
    }

    [Fact]
    public async Task A_binding_keeps_its_role()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("reader", "Role", "reader", "User", "joe"));
        Assert.Equal(
            "RoleBinding.rbac.authorization.k8s.io \"reader\" is invalid: roleRef: Invalid value: "
                + "{\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"Role\",\"Name\":\"writer\"}: cannot change roleRef",
            (await _admin.MergeAsync($"{Rbac}/namespaces/{home}/rolebindings/reader", """{"roleRef":{"name":"writer"}}""")).Message);
    }

    [Fact]
    public async Task Cluster_roles_grow_by_label()
    {
        var name = "t-" + Guid.NewGuid().ToString("N")[..8];
        const string rule = """{"verbs":["get"],"apiGroups":["example.com"],"resources":["things"]}""";
        await _admin.PostAsync(
            $"{Rbac}/clusterroles",
            $$$"""{"metadata":{"name":"{{{name}}}","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},"rules":[{{{rule}}}]}""");
        // view is a part of edit, and that of admin.
        foreach (var role in (string[])["view", "edit", "admin"])
        {
            Assert.Contains(rule, (await _admin.GetAsync($"{Rbac}/clusterroles/{role}")).Body, StringComparison.Ordinal);
        }

        await _admin.DeleteAsync($"{Rbac}/clusterroles/{name}");
        Assert.DoesNotContain(rule, (await _admin.GetAsync($"{Rbac}/clusterroles/admin")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_aggregates_must_have_every_right()
    {
        var name = "t-" + Guid.NewGuid().ToString("N")[..8];
        await _admin.PostAsync(
            $"{Rbac}/clusterroles",
            $$$"""{"metadata":{"name":"{{{name}}}"},"rules":[{"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}]}""");
        await _admin.PostAsync($"{Rbac}/clusterrolebindings", Sample.Binding(name, "ClusterRole", name, "User", name));
        Task<SandboxResponse> SumAsync() => _admin.SendAsync(
            HttpMethod.Post, $"{Rbac}/clusterroles", $$$"""{"metadata":{"name":"{{{name}}}-sum"},"aggregationRule":{"clusterRoleSelectors":[{}]}}""",
            "application/json", ("Impersonate-User", name));
        Assert.Equal(
            $"clusterroles.rbac.authorization.k8s.io \"{name}-sum\" is forbidden: must have cluster-admin privileges to use the aggregationRule",
            (await SumAsync()).Message);
        await _admin.MergeAsync(
            $"{Rbac}/clusterroles/{name}", """{"rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]},{"verbs":["*"],"nonResourceURLs":["*"]}]}""");
        Assert.Equal(201, (await SumAsync()).Status);
    }

    // A namespace, and somebody who may write roles and bindings in it and read its pods, and nothing else.
    private async Task<(string Home, Func<HttpMethod, string, string, Task<SandboxResponse>> Jane)> WriterAsync()
    {
        var home = await fixture.CreateNamespaceAsync();
        var rules = JsonNode.Parse(
            """[{"verbs":["get","list"],"apiGroups":[""],"resources":["pods"]},{"verbs":["create","patch"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"]}]""")!;
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/roles", Sample.Named("writer", null, ("rules", rules)));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("writer", "Role", "writer", "Group", home));
        return (home, (method, path, body) => _admin.SendAsync(
            method, path, body, method == HttpMethod.Patch
                ? "application/merge-patch+json"
                : "application/json", ("Impersonate-User", "jane"), ("Impersonate-Group", home)));
    }
}
