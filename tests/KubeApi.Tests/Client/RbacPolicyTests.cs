using System.Text.Json;
using KubeApi.Client.Access;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class RbacPolicyTests
{
    private static readonly AccessAttributes s_deletePods = new() { Verb = "delete", Resource = "pods", Namespace = "shop" };

    private readonly RbacPolicy _policy = new();

    [Fact]
    public void Cluster_and_namespace_bindings_apply()
    {
        AddRole("ClusterRole", null, "admin", """{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""");
        AddRole("Role", "shop", "cleaner", """{"verbs":["delete"],"apiGroups":[""],"resources":["pods"]}""");
        AddRole("Role", "other", "cleaner", """{"verbs":["delete"],"apiGroups":[""],"resources":["pods"]}""");
        AddBinding(null, "admins", "ClusterRole", "admin", """{"kind":"Group","name":"ops"},{"kind":"User","name":"jane"}""");
        AddBinding("shop", "cleaners", "Role", "cleaner", """{"kind":"ServiceAccount","name":"ci","namespace":"build"}""");
        AddBinding("other", "cleaners", "Role", "cleaner", """{"kind":"User","name":"other"}""");
        AddBinding("shop", "edit", "ClusterRole", "admin", """{"kind":"User","name":"joe"}""");

        AssertFound(s_deletePods, "Group/ops  ClusterRoleBinding/admins ClusterRole/admin", "User/jane  ClusterRoleBinding/admins ClusterRole/admin",
            "ServiceAccount/build:ci shop RoleBinding/cleaners Role/cleaner", "User/joe shop RoleBinding/edit ClusterRole/admin");
    }

    [Fact]
    public void All_bindings_apply_without_a_namespace()
    {
        AddRole("Role", "shop", "cleaner", """{"verbs":["delete"],"apiGroups":[""],"resources":["pods"]}""");
        AddBinding("shop", "cleaners", "Role", "cleaner", """{"kind":"User","name":"jane"}""");

        AssertFound(s_deletePods with { Namespace = "" }, "User/jane shop RoleBinding/cleaners Role/cleaner");
    }

    [Theory]
    [InlineData("""{"verbs":["delete"],"apiGroups":[""],"resources":["pods"]}""", true)]
    [InlineData("""{"verbs":["delete","get"],"apiGroups":["apps",""],"resources":["configmaps","pods"]}""", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", false)]
    [InlineData("""{"verbs":["delete"],"apiGroups":["apps"],"resources":["pods"]}""", false)]
    [InlineData("""{"verbs":["delete"],"apiGroups":[""],"resources":["pods/exec"]}""", false)]
    [InlineData("""{"verbs":["delete"],"apiGroups":[""],"resources":["pods"],"resourceNames":["web"]}""", false)]
    [InlineData("""{"verbs":["*"],"nonResourceURLs":["*"]}""", false)]
    [InlineData("{}", false)]
    public void A_rule_allows_the_same_as_on_the_server(string rule, bool isAllowed) => AssertAllows(isAllowed, rule, s_deletePods);

    [Theory]
    [InlineData("web", true)]
    [InlineData("db", false)]
    public void A_rule_with_resource_names_is_limited_to_them(string name, bool isAllowed) => AssertAllows(
        isAllowed, """{"verbs":["delete"],"apiGroups":[""],"resources":["pods"],"resourceNames":["web"]}""", s_deletePods with { Name = name });

    [Theory]
    [InlineData("pods/exec", true)]
    [InlineData("*/exec", true)]
    [InlineData("*", true)]
    [InlineData("pods", false)]
    [InlineData("*/log", false)]
    public void A_subresource_needs_its_own_rule(string resource, bool isAllowed) => AssertAllows(
        isAllowed, $$"""{"verbs":["create"],"apiGroups":[""],"resources":["{{resource}}"]}""",
        new AccessAttributes { Verb = "create", Resource = "pods", Subresource = "exec", Namespace = "shop" });

    [Theory]
    [InlineData("/metrics", true)]
    [InlineData("*", true)]
    [InlineData("/met*", true)]
    [InlineData("/metrics/*", false)]
    [InlineData("/version", false)]
    public void A_path_may_end_with_a_wildcard(string url, bool isAllowed) => AssertAllows(
        isAllowed, $$"""{"verbs":["get"],"nonResourceURLs":["{{url}}"]}""", new AccessAttributes { Verb = "get", Path = "/metrics" });

    [Fact]
    public void A_binding_to_a_missing_role_allows_nothing()
    {
        AddBinding("shop", "broken", "Role", "none", """{"kind":"User","name":"jane"}""");

        AssertFound(s_deletePods);
    }

    private void AssertAllows(bool isAllowed, string rule, AccessAttributes attributes)
    {
        AddRole("ClusterRole", null, "role", rule);
        AddBinding(null, "binding", "ClusterRole", "role", """{"kind":"User","name":"jane"}""");

        Assert.Equal(isAllowed, _policy.Find(attributes).Any());
    }

    private void AssertFound(AccessAttributes attributes, params string[] expected) => Assert.Equal(
        expected,
        _policy.Find(attributes).Select(s => $"{s.Kind}/{(s.Namespace.Length > 0 ? s.Namespace + ":" : "")}{s.Name} {s.Scope} {s.Binding} {s.Role}"));

    private void AddRole(string kind, string? @namespace, string name, string rule) =>
        _policy.Add(kind, Parse($$"""{"metadata":{"name":"{{name}}","namespace":"{{@namespace}}"},"rules":[{{rule}}]}"""));

    private void AddBinding(string? @namespace, string name, string roleKind, string role, string subjects) => _policy.Add(
        @namespace is null ? "ClusterRoleBinding" : "RoleBinding",
        Parse($$"""{"metadata":{"name":"{{name}}","namespace":"{{@namespace}}"},"roleRef":{"kind":"{{roleKind}}","name":"{{role}}"},"subjects":[{{subjects}}]}"""));

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
