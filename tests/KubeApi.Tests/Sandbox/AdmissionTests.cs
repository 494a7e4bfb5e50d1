using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>The fields that the API server itself adds to objects, without controllers.</summary>
public sealed class AdmissionTests : OwnSandboxTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task A_pod_gets_the_token_of_its_service_account()
    {
        var pod = await CreatePodAsync("web", "{}");
        var volume = Assert.Single((JsonArray)pod.Json["spec"]!["volumes"]!)!;
        Assert.Matches("^kube-api-access-[a-z0-9]{5}$", volume["name"]!.GetValue<string>());
        var mount = Assert.Single((JsonArray)pod.Json["spec"]!["containers"]![0]!["volumeMounts"]!)!;
        Assert.Equal(
            (volume["name"]!.GetValue<string>(), "/var/run/secrets/kubernetes.io/serviceaccount"), (
                mount["name"]!.GetValue<string>(), mount["mountPath"]!.GetValue<string>()));
        Assert.DoesNotContain("f:volumes", pod.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_without_automount_gets_no_token()
    {
        var pod = await Admin.PostAsync(
            Pods, """{"metadata":{"name":"web"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"main","image":"i:1"}]}}""");
        Assert.Equal(201, pod.Status);
        Assert.Null(pod.Json["spec"]!["volumes"]);
    }

    [Fact]
    public async Task A_pod_gets_default_tolerations_unless_it_has_its_own()
    {
        var pod = await Admin.PostAsync(Pods, """
            {"metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"i:1"}],
             "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute"}]}}
            """);
        Assert.Equal(
            """
            [{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute"},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]
            """,
            pod.Json["spec"]!["tolerations"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("""{"requests":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"limits":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m","memory":"1Gi"}}""", "Burstable")]
    public async Task The_QoS_class_follows_from_the_resources(string resources, string expected) =>
        Assert.Equal(expected, (await CreatePodAsync("web", resources)).Json["status"]!["qosClass"]!.GetValue<string>());

    [Fact]
    public async Task A_limit_is_the_default_request()
    {
        var pod = await CreatePodAsync("web", """{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"memory":"1Mi"}}""");
        var requests = pod.Json["spec"]!["containers"]![0]!["resources"]!["requests"]!;
        Assert.Equal(("1", "1Mi"), (requests["cpu"]!.GetValue<string>(), requests["memory"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_pod_gets_the_priority_of_its_class()
    {
        const string body = """{"metadata":{"name":"web"},"spec":{"priorityClassName":"NAME","containers":[{"name":"main","image":"i:1"}]}}""";
        var pod = await Admin.PostAsync(Pods, body.Replace("NAME", "system-cluster-critical", StringComparison.Ordinal));
        Assert.Equal(2000000000, pod.Json["spec"]!["priority"]!.GetValue<int>());
        var refused = await Admin.PostAsync(Pods, body.Replace("NAME", "nope", StringComparison.Ordinal));
        Assert.Equal((403, "pods \"web\" is forbidden: no PriorityClass with name nope was found"), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task The_template_generation_of_a_daemon_set_is_counted()
    {
        const string path = "/apis/apps/v1/namespaces/default/daemonsets";
        await Admin.PostAsync(path, """
            {"metadata":{"name":"agent"},"spec":{"selector":{"matchLabels":{"app":"agent"}},
             "template":{"metadata":{"labels":{"app":"agent"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}}}}
            """);
        Assert.Equal("1", Count(await Admin.GetAsync(path + "/agent")));
        Assert.Equal("1", Count(await Admin.MergeAsync(path + "/agent", """{"metadata":{"labels":{"a":"b"}}}""")));
        Assert.Equal("2", Count(await Admin.MergeAsync(path + "/agent", """{"spec":{"template":{"metadata":{"annotations":{"a":"b"}}}}}""")));

        static string Count(SandboxResponse response) =>
            response.Json["metadata"]!["annotations"]!["deprecated.daemonset.template.generation"]!.GetValue<string>();
    }

    [Theory]
    [InlineData("{}", """["Ingress"]""")]
    [InlineData("""{"egress":[{"ports":[{"port":53}]}]}""", """["Ingress","Egress"]""")]
    public async Task Policy_types_follow_from_the_rules(string spec, string expected)
    {
        var policy = await Admin.PostAsync(
            "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", Sample.Named("own", null, ("spec", JsonNode.Parse(spec)!)));
        Assert.Equal(expected, policy.Json["spec"]!["policyTypes"]!.ToJsonString());
        Assert.Equal(spec == "{}" ? null : "TCP", policy.Json["spec"]!["egress"]?[0]!["ports"]![0]!["protocol"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_claim_templates_of_a_stateful_set_are_completed()
    {
        var set = await Admin.PostAsync("/apis/apps/v1/namespaces/default/statefulsets", """
            {"metadata":{"name":"db"},"spec":{"serviceName":"db","selector":{"matchLabels":{"app":"db"}},
             "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}
            """);
        var claim = set.Json["spec"]!["volumeClaimTemplates"]![0]!;
        Assert.Equal(
            ("PersistentVolumeClaim", "v1", "Filesystem", "Pending"),
            (
                claim["kind"]!.GetValue<string>(), claim["apiVersion"]!.GetValue<string>(), claim["spec"]!["volumeMode"]!.GetValue<string>(),
                claim["status"]!["phase"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_event_without_a_reporter_gets_empty_fields()
    {
        var created = await Admin.PostAsync(
            "/api/v1/namespaces/default/events",
            """{"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"web","namespace":"default"},"reason":"Tried"}""");
        Assert.Equal(("", ""), (created.Json["reportingComponent"]!.GetValue<string>(), created.Json["reportingInstance"]!.GetValue<string>()));
    }

    private Task<SandboxResponse> CreatePodAsync(string name, string resources) =>
        Admin.PostAsync(Pods, $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"containers":[{"name":"main","image":"i:1","resources":{{{resources}}} }]}}""");
}
