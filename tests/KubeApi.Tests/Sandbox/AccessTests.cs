using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Authentication and authorization.</summary>
public sealed class AccessTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string WhoAmI = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private readonly SandboxServer _server = fixture.Server;
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task A_role_binding_grants_access_until_it_is_deleted()
    {
        var home = await fixture.CreateNamespaceAsync();
        var pods = $"/api/v1/namespaces/{home}/pods";
        Assert.Equal(403, (await fixture.Viewer.GetAsync(pods)).Status);
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/roles", Sample.Role("reader", ["get", "list"], ["pods"]));
        Assert.Equal(
            201, (await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("reader", "Role", "reader", "User", "viewer"))).Status);
        Assert.Equal(200, (await fixture.Viewer.GetAsync(pods)).Status);
        Assert.Equal(403, (await fixture.Viewer.DeleteAsync(pods + "/web")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync(pods + "?watch=1")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync("/api/v1/pods")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync(pods + "/web/log")).Status);
        await _admin.DeleteAsync($"{Rbac}/namespaces/{home}/rolebindings/reader");
        Assert.Equal(403, (await fixture.Viewer.GetAsync(pods)).Status);
    }

    [Fact]
    public async Task The_recorded_view_role_grants_everything_except_secrets()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("view", "ClusterRole", "view", "User", "viewer"));
        Assert.Equal(200, (await fixture.Viewer.GetAsync($"/apis/apps/v1/namespaces/{home}/deployments")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync($"/api/v1/namespaces/{home}/secrets")).Status);
        Assert.Equal(403, (await fixture.Viewer.PostAsync($"/api/v1/namespaces/{home}/configmaps", Sample.Named("a"))).Status);
    }

    [Fact]
    public async Task A_rule_with_resource_names_grants_only_those()
    {
        var home = await fixture.CreateNamespaceAsync();
        var maps = $"/api/v1/namespaces/{home}/configmaps";
        await _admin.PostAsync(maps, Sample.Named("mine"));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/roles", Sample.Role("one", ["get", "list"], ["configmaps"], "mine"));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("one", "Role", "one", "User", "viewer"));
        Assert.Equal(200, (await fixture.Viewer.GetAsync(maps + "/mine")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync(maps + "/kube-root-ca.crt")).Status);
        Assert.Equal(403, (await fixture.Viewer.GetAsync(maps)).Status);
        Assert.Equal(200, (await fixture.Viewer.GetAsync(maps + "?fieldSelector=metadata.name%3Dmine")).Status);
    }

    [Fact]
    public async Task A_binding_to_a_missing_role_is_named_in_the_error()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("void", "Role", "void", "User", "viewer"));
        var refused = await fixture.Viewer.GetAsync($"/api/v1/namespaces/{home}/pods");
        Assert.EndsWith(": RBAC: role.rbac.authorization.k8s.io \"void\" not found", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_is_bound_by_namespace_and_name()
    {
        var home = await fixture.CreateNamespaceAsync();
        using var account = new SandboxClient(_server, _server.CreateServiceAccountToken(home, "default"));
        var pods = $"/api/v1/namespaces/{home}/pods";
        Assert.Equal(403, (await account.GetAsync(pods)).Status);
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("v", "ClusterRole", "view", "ServiceAccount", "default", home));
        Assert.Equal(200, (await account.GetAsync(pods)).Status);
    }

    [Fact]
    public async Task A_service_account_authenticates_until_its_token_expires_or_it_is_deleted()
    {
        var home = await fixture.CreateNamespaceAsync();
        var token = _server.CreateServiceAccountToken(home, "default");
        using var account = new SandboxClient(_server, token);
        var self = (await account.PostAsync(WhoAmI, "{}")).Json["status"]!["userInfo"]!;
        Assert.Equal($"system:serviceaccount:{home}:default", self["username"]!.GetValue<string>());
        Assert.Equal(
            $"""["system:serviceaccounts","system:serviceaccounts:{home}","system:authenticated"]""", self["groups"]!.ToJsonString());
        Assert.StartsWith("JTI=", self["extra"]!["authentication.kubernetes.io/credential-id"]![0]!.GetValue<string>(), StringComparison.Ordinal);

        using var late = new SandboxClient(_server, _server.CreateServiceAccountToken(home, "default", TimeSpan.FromSeconds(-1)));
        Assert.Equal(401, (await late.GetAsync("/version")).Status);
        using var forged = new SandboxClient(_server, token[..^4] + "AAAA");
        Assert.Equal(401, (await forged.GetAsync("/version")).Status);

        await _admin.DeleteAsync($"/api/v1/namespaces/{home}/serviceaccounts/default");
        Assert.Equal(401, (await account.GetAsync("/version")).Status);
        await _admin.PostAsync($"/api/v1/namespaces/{home}/serviceaccounts", Sample.Named("default"));
        Assert.Equal(401, (await account.GetAsync("/version")).Status);
    }

    [Fact]
    public async Task A_requested_token_expires_on_time()
    {
        var clock = new ManualClock();
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = clock });
        using var admin = new SandboxClient(server, server.AdminToken);
        const string path = "/api/v1/namespaces/default/serviceaccounts/default/token";
        var refused = await admin.PostAsync(path, """{"spec":{"expirationSeconds":60}}""");
        Assert.Equal((422, "Invalid"), (refused.Status, refused.Reason));
        var response = await admin.PostAsync(path, """{"spec":{"expirationSeconds":600}}""");
        Assert.Equal(201, response.Status);
        using var account = new SandboxClient(server, response.Json["status"]!["token"]!.GetValue<string>());
        clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(200, (await account.GetAsync("/version")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await account.GetAsync("/version")).Status);
    }

    [Fact]
    public async Task A_client_certificate_of_the_cluster_CA_is_a_user_with_groups()
    {
        var (certificate, key) = _server.CreateClientCertificate("jane", "dev", "ops");
        using var client = new SandboxClient(_server, null, Load(certificate, key));
        var self = (await client.PostAsync(WhoAmI, "{}")).Json["status"]!["userInfo"]!;
        Assert.Equal("jane", self["username"]!.GetValue<string>());
        Assert.Equal("""["dev","ops","system:authenticated"]""", self["groups"]!.ToJsonString());
        using var admin = new SandboxClient(
            _server, null, Load(await File.ReadAllTextAsync(_server.ClientCertificatePath), await File.ReadAllTextAsync(_server.ClientKeyPath)));
        Assert.Equal(200, (await admin.GetAsync("/api/v1/secrets")).Status);
    }

    [Fact]
    public async Task A_client_certificate_of_another_CA_is_refused()
    {
        await using var other = await SandboxServer.StartAsync();
        var (certificate, key) = other.CreateClientCertificate("admin", "system:masters");
        using var client = new SandboxClient(_server, null, Load(certificate, key));
        Assert.Equal(401, (await client.GetAsync("/version")).Status);
        // A valid token is used instead.
        using var both = new SandboxClient(_server, _server.ViewerToken, Load(certificate, key));
        Assert.Equal("viewer", (await both.PostAsync(WhoAmI, "{}")).Json["status"]!["userInfo"]!["username"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_expired_client_certificate_is_refused()
    {
        var (certificate, key) = _server.CreateClientCertificate("admin", DateTimeOffset.UtcNow.AddMinutes(-1), "system:masters");
        using var client = new SandboxClient(_server, null, Load(certificate, key));
        Assert.Equal(401, (await client.GetAsync("/version")).Status);
    }

    [Fact]
    public async Task Constrained_impersonation_needs_two_verbs()
    {
        var home = await fixture.CreateNamespaceAsync();
        const string jane = "Impersonate-User";
        var pods = $"/api/v1/namespaces/{home}/pods";
        Task<SandboxResponse> ListAsync() => fixture.Viewer.SendAsync(HttpMethod.Get, pods, null, "", (jane, "jane"));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/roles", Sample.Role("on", ["impersonate-on:user-info:list"], ["pods"]));
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("on", "Role", "on", "User", "viewer"));
        Assert.Equal(
            "users.authentication.k8s.io \"jane\" is forbidden: User \"viewer\" cannot impersonate:user-info resource \"users\" in API group "
                + "\"authentication.k8s.io\" at the cluster scope",
            (await ListAsync()).Message);

        var rules = JsonNode.Parse(
            """[{"verbs":["impersonate:user-info"],"apiGroups":["authentication.k8s.io"],"resources":["users"],"resourceNames":["jane"]}]""")!;
        await _admin.PostAsync($"{Rbac}/clusterroles", Sample.Named(home, null, ("rules", rules)));
        await _admin.PostAsync($"{Rbac}/clusterrolebindings", Sample.Binding(home, "ClusterRole", home, "User", "viewer"));
        // The impersonation is allowed, and then the user herself is refused.
        Assert.Contains("User \"jane\" cannot list", (await ListAsync()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "impersonate-on:user-info:get", (await fixture.Viewer.SendAsync(HttpMethod.Get, pods + "/a", null, "", (jane, "jane"))).Message,
            StringComparison.Ordinal);
        await _admin.DeleteAsync($"{Rbac}/clusterrolebindings/{home}");
    }

    [Fact]
    public async Task A_token_is_valid_for_its_audiences_and_as_long_as_its_bound_object()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"/api/v1/namespaces/{home}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"i:1"}]}}""");
        var path = $"/api/v1/namespaces/{home}/serviceaccounts/default/token";
        Task<SandboxResponse> AskAsync(string body) => _admin.PostAsync(path, body);
        Assert.Equal(
            (404, "pods \"absent\" not found"),
            (await AskAsync("""{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"absent"}}}""")) is var none
                ? (none.Status, none.Message)
                : default);

        var token = (
            await AskAsync("""{"spec":{"audiences":["vault","other"],"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""")).Json["status"]!["token"]!.GetValue<string>();
        using (var account = new SandboxClient(_server, token))
        {
            // The token has another audience.
            Assert.Equal(401, (await account.GetAsync("/version")).Status);
        }

        Task<SandboxResponse> ReviewAsync(string audience) =>
            _admin.PostAsync("/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}","audiences":["{{{audience}}}"]}}""");
        var status = (await ReviewAsync("vault")).Json["status"]!;
        Assert.Equal(
            ("true", """["vault"]""", $"system:serviceaccount:{home}:default"),
            (status["authenticated"]!.ToJsonString(), status["audiences"]!.ToJsonString(), status["user"]!["username"]!.GetValue<string>()));
        Assert.Equal("""["p"]""", status["user"]!["extra"]!["authentication.kubernetes.io/pod-name"]!.ToJsonString());
        Assert.Null((await ReviewAsync("elsewhere")).Json["status"]!["authenticated"]);
        await _admin.DeleteAsync($"/api/v1/namespaces/{home}/pods/p");
        Assert.Null((await ReviewAsync("vault")).Json["status"]!["authenticated"]);
    }

    [Fact]
    public async Task Impersonated_groups_need_a_user()
    {
        var refused = await _admin.SendAsync(HttpMethod.Post, WhoAmI, "{}", "application/json", ("Impersonate-Group", "dev"), ("Impersonate-Extra-Team", "a"));
        Assert.Equal(
            (
                400,
                "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"dev\"}, Extra:map[string][]string{\"team\":[]string{\"a\"}}} without "
                    + "impersonating a user name"),
            (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("system:serviceaccount:home:web", """["system:serviceaccounts","system:serviceaccounts:home","system:authenticated"]""")]
    [InlineData("system:serviceaccount:No/Home:web", """["system:authenticated"]""")]
    public async Task An_impersonated_service_account_has_its_groups(string user, string groups)
    {
        var review = await _admin.SendAsync(HttpMethod.Post, WhoAmI, "{}", "application/json", ("Impersonate-User", user));
        Assert.Equal(groups, review.Json["status"]!["userInfo"]!["groups"]!.ToJsonString());
    }

    [Theory]
    [InlineData(
        """{"metadata":{"name":"other"}}""", 422,
        "TokenRequest.authentication.k8s.io \"default\" is invalid: metadata.name: Invalid value: \"other\": must match the service account name if specified")]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"ConfigMap","apiVersion":"v1","name":"x"}}}""", 400, "cannot bind token to object of type /v1, "
        + "Kind=ConfigMap")]
    public async Task An_invalid_token_request_is_refused(string body, int status, string message)
    {
        var refused = await _admin.PostAsync("/api/v1/namespaces/default/serviceaccounts/default/token", body);
        Assert.Equal((status, message), (refused.Status, refused.Message));
    }

    // As kube-apiserver 1.36.2.
    [Theory]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", "groups", """["a",null]""", """["a",""]""")]
    [InlineData("/apis/authentication.k8s.io/v1/tokenreviews", "audiences", "[null]", """[""]""")]
    [InlineData("/api/v1/namespaces/default/serviceaccounts/default/token", "audiences", "[null]", """[""]""")]
    [InlineData(
        "/apis/authorization.k8s.io/v1/subjectaccessreviews", "groups", "[1]",
        "SubjectAccessReview in version \"v1\" cannot be handled as a SubjectAccessReview: json: cannot unmarshal number into Go struct field "
            + "SubjectAccessReviewSpec.spec.groups of type string")]
    [InlineData(
        "/api/v1/namespaces/default/serviceaccounts/default/token", "audiences", "[{}]",
        "TokenRequest in version \"v1\" cannot be handled as a TokenRequest: json: cannot unmarshal object into Go struct field "
            + "TokenRequestSpec.spec.audiences of type string")]
    public async Task A_null_in_a_review_is_an_empty_string_and_another_type_is_refused(string path, string field, string value, string result)
    {
        var kind = path.Contains("token", StringComparison.Ordinal) ? path.Contains("reviews", StringComparison.Ordinal) ? "TokenReview" : "TokenRequest"
            : "SubjectAccessReview";
        var version = kind == "SubjectAccessReview" ? "authorization.k8s.io/v1" : "authentication.k8s.io/v1";
        var response = await _admin.PostAsync(
            path, $$"""{"apiVersion":"{{version}}","kind":"{{kind}}","spec":{"user":"x","token":"x","{{field}}":{{value}},"resourceAttributes":{"verb":"get"} } }""");
        Assert.Equal(result, response.Message ?? response.Json["spec"]![field]!.ToJsonString());
        Assert.Equal(result[0] == '[' ? 201 : 400, response.Status);
    }

    [Fact]
    public async Task Impersonation_needs_the_verb_impersonate()
    {
        var role = "impersonator-" + Guid.NewGuid().ToString("N")[..6];
        using var viewer = new SandboxClient(_server, _server.ViewerToken);
        Task<SandboxResponse> AskAsync(string user) => viewer.SendAsync(HttpMethod.Post, WhoAmI, "{}", "application/json", ("Impersonate-User", user));
        Assert.Equal(403, (await AskAsync("jane")).Status);
        await _admin.PostAsync($"{Rbac}/clusterroles", Sample.Role(role, ["impersonate"], ["users"], "jane"));
        await _admin.PostAsync($"{Rbac}/clusterrolebindings", Sample.Binding(role, "ClusterRole", role, "User", "viewer"));
        Assert.Equal("jane", (await AskAsync("jane")).Json["status"]!["userInfo"]!["username"]!.GetValue<string>());
        Assert.Equal(403, (await AskAsync("admin")).Status);
        await _admin.DeleteAsync($"{Rbac}/clusterrolebindings/{role}");
    }

    [Fact]
    public async Task Access_reviews_answer_for_other_users()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"{Rbac}/namespaces/{home}/rolebindings", Sample.Binding("v", "ClusterRole", "view", "Group", "dev"));
        var spec = new JsonObject
        {
            ["user"] = "jane",
            ["groups"] = new JsonArray("dev"),
            ["resourceAttributes"] = new JsonObject { ["namespace"] = home, ["verb"] = "list", ["resource"] = "pods" },
        };
        var response = await _admin.PostAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject { ["spec"] = spec }.ToJsonString());
        Assert.Equal(
            $$"""{"allowed":true,"reason":"RBAC: allowed by RoleBinding \"v/{{home}}\" of ClusterRole \"view\" to Group \"dev\""}""",
            response.Json["status"]!.ToJsonString(
                new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var token = await _admin.PostAsync(
            "/apis/authentication.k8s.io/v1/tokenreviews", new JsonObject { ["spec"] = new JsonObject { ["token"] = _server.ViewerToken } }.ToJsonString());
        Assert.Equal("viewer", token.Json["status"]!["user"]!["username"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_plain_http_port_is_admin_for_local_host_names_only()
    {
        using var http = new HttpClient { BaseAddress = _server.ProxyUri };
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync("/api/v1/secrets")).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/secrets");
        request.Headers.Host = "evil.example";
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await http.SendAsync(request)).StatusCode);
    }

    private static X509Certificate2 Load(string certificate, string key) => X509Certificate2.CreateFromPem(certificate, key);
}
