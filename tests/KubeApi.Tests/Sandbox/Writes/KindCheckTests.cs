using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>The checks that the table of kinds asks for, and those of a pod spec: one row, one error.</summary>
public sealed class KindCheckTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Containers = """ "containers":[{"name":"main","image":"x"}] """;

    private const string PriorityClasses = "/apis/scheduling.k8s.io/v1/priorityclasses";

    private const string Claim = """ "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}} """;

    // A server adds the difference as Go shows it.
    private const string PodChange = "spec: Forbidden: pod updates may not change fields other than "
        + "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously "
        + "negative)\n";

    private const string ClaimChange =
        "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n";

    private static readonly Dictionary<string, string> s_paths = new(StringComparer.Ordinal)
    {
        ["configmaps"] = "api/v1",
        ["secrets"] = "api/v1",
        ["pods"] = "api/v1",
        ["jobs"] = "apis/batch/v1",
        ["cronjobs"] = "apis/batch/v1",
        ["statefulsets"] = "apis/apps/v1",
        ["horizontalpodautoscalers"] = "apis/autoscaling/v2",
        ["persistentvolumeclaims"] = "api/v1",
        ["resourcequotas"] = "api/v1",
        ["services"] = "api/v1",
        ["leases"] = "apis/coordination.k8s.io/v1",
        ["ingresses"] = "apis/networking.k8s.io/v1",
        ["poddisruptionbudgets"] = "apis/policy/v1",
    };

    [Theory]
    [InlineData("configmaps", """ "data":{"a b":""} """, """data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')""")]
    [InlineData("configmaps", """ "data":{"..a":""} """, """data[..a]: Invalid value: "..a": must not start with '..'""")]
    [InlineData("secrets", """ "type":"kubernetes.io/tls","stringData":{"tls.crt":"x"} """, "data[tls.key]: Required value")]
    [InlineData(
        "jobs", """ "spec":{"template":{"spec":{"containers":[{"name":"m","image":"x"}]}}} """,
        """spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never" """)]
    [InlineData(
        "horizontalpodautoscalers", """ "spec":{"minReplicas":3,"maxReplicas":2,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"a"}} """,
        "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`")]
    [InlineData("pods", """ "spec":{"containers":[{"name":"a","image":"x"},{"name":"a","image":"x"}]} """, """spec.containers[1].name: Duplicate value: "a" """)]
    [InlineData(
        "pods", """ "spec":{"containers":[{"name":"a","image":"x"}],"initContainers":[{"name":"a","image":"x"}]} """,
        """spec.initContainers[0].name: Duplicate value: "a" """)]
    [InlineData(
        "pods", """ "spec":{"containers":[{"name":"a","image":"x","volumeMounts":[{"name":"v","mountPath":"/v"}]}]} """,
        """spec.containers[0].volumeMounts[0].name: Not found: "v" """)]
    [InlineData(
        "pods", """ "spec":{"containers":[{"name":"a","image":"x","resources":{"requests":{"cpu":2},"limits":{"cpu":"1500m"}}}]} """,
        """spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m""")]
    [InlineData("poddisruptionbudgets", """ "spec":{"minAvailable":1,"maxUnavailable":"10%","selector":{"matchLabels":{"a":"b"}}} """, """spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"a":"b"}},"MaxUnavailable":"10%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set""")]
    [InlineData("ingresses", """ "spec":{"ingressClassName":"web"} """, "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified")]
    [InlineData(
        "persistentvolumeclaims", """ "spec":{"resources":{"requests":{"storage":"1Gi"}}} """,
        "spec.accessModes: Required value: at least 1 access mode is required")]
    [InlineData("persistentvolumeclaims", """ "spec":{"accessModes":["ReadWriteOnce"]} """, "spec.resources[storage]: Required value")]
    [InlineData("resourcequotas", """ "spec":{"hard":{"storage":"1Gi"}} """, """spec.hard[storage]: Invalid value: "storage": must be a standard resource for quota""")]
    [InlineData("leases", """ "spec":{"leaseDurationSeconds":-1} """, "spec.leaseDurationSeconds: Invalid value: -1: must be greater than 0")]
    [InlineData(
        "services", """ "spec":{"ports":[{"port":80}],"healthCheckNodePort":30500} """,
        "spec.healthCheckNodePort: Invalid value: 30500: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")]
    [InlineData(
        "services", """ "spec":{"ports":[{"port":80}],"externalTrafficPolicy":"Local"} """,
        """spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services""")]
    public async Task What_is_wrong_is_told_in_the_words_of_a_server(string resource, string body, string expected) =>
        Assert.Equal(expected.Trim(), Cause(await fixture.Admin.PostAsync(await PathAsync(resource), $$"""{"metadata":{"name":"a"},{{body}}}""")));

    [Fact]
    public async Task The_name_of_a_container_is_a_label()
    {
        var refused = await fixture.Admin.PostAsync(
            await PathAsync("pods"), """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"A_B","image":"x"}]}}""");
        Assert.StartsWith(
            """spec.containers[0].name: Invalid value: "A_B": a lowercase RFC 1123 label must consist of""", Cause(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/5 * * * *", null)]
    [InlineData("0 9-17/2 1,15 jan-MAR mon", null)]
    [InlineData("@daily", null)]
    [InlineData("@every 1h30m", null)]
    [InlineData("0 0 ? * *", null)]
    [InlineData("nonsense", "expected exactly 5 fields, found 1: [nonsense]")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-2 * * * *", "beginning of range (5) beyond end of range (2): 5-2")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("@often", "unrecognized descriptor: @often")]
    [InlineData("TZ=UTC * * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    public async Task A_schedule_is_read_as_cron_reads_it(string schedule, string? error)
    {
        var path = await PathAsync("cronjobs");
        var response = await fixture.Admin.PostAsync(
            path,
            $$$$"""{"metadata":{"name":"a"},"spec":{"schedule":"{{{{schedule}}}}","jobTemplate":{"spec":{"template":{"spec":{ {{{{Containers}}}},"restartPolicy":"Never"} } } } }}""");
        if (error is null)
        {
            Assert.True(response.Status == 201, response.Body);
        }
        else
        {
            Assert.Equal($"spec.schedule: Invalid value: \"{schedule}\": {error}", Cause(response));
        }
    }

    [Theory]
    [InlineData(
        "jobs", """ "spec":{"template":{"spec":{CONTAINERS,"restartPolicy":"Never"}}} """, """{"spec":{"completions":3}}""",
        "spec.completions: Invalid value: 3: field is immutable")]
    [InlineData("pods", """ "spec":{CONTAINERS} """, """{"spec":{"terminationGracePeriodSeconds":5}}""", PodChange)]
    [InlineData("pods", """ "spec":{CONTAINERS} """, """{"spec":{"nodeName":"node1"}}""", PodChange)]
    [InlineData(
        "pods", """ "spec":{CONTAINERS} """, """{"spec":{"containers":[{"name":"main","image":"x"},{"name":"b","image":"x"}]}}""",
        "spec.containers: Forbidden: pod updates may not add or remove containers")]
    [InlineData(
        "pods", """ "spec":{CONTAINERS,"tolerations":[{"key":"a","operator":"Exists"}]} """, """{"spec":{"tolerations":null}}""",
        "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds")]
    [InlineData(
        "pods", """ "spec":{CONTAINERS,"activeDeadlineSeconds":5} """, """{"spec":{"activeDeadlineSeconds":6}}""",
        "spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value")]
    [InlineData(
        "pods", """ "spec":{CONTAINERS,"activeDeadlineSeconds":5} """, """{"spec":{"activeDeadlineSeconds":null}}""",
        "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value")]
    [InlineData(
        "pods", """ "spec":{CONTAINERS,"schedulingGates":[{"name":"a"}]} """, """{"spec":{"schedulingGates":[{"name":"a"},{"name":"b"}]}}""",
        "spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'")]
    [InlineData("persistentvolumeclaims", Claim, """{"spec":{"accessModes":["ReadWriteMany"]}}""", ClaimChange)]
    [InlineData("persistentvolumeclaims", Claim, """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""", ClaimChange)]
    [InlineData(
        "services", """ "spec":{"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":30501,"ports":[{"port":80}]} """,
        """{"spec":{"healthCheckNodePort":30502}}""", "spec.healthCheckNodePort: Forbidden: field is immutable")]
    [InlineData("secrets", """ "data":{} """, """{"type":"example.com/a"}""", """type: Invalid value: "example.com/a": field is immutable""")]
    [InlineData(
        "statefulsets",
        """ "spec":{"serviceName":"db","selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{CONTAINERS}}} """,
        """{"spec":{"serviceName":"other"}}""",
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
            + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    public async Task What_may_not_change_stays(string resource, string body, string change, string expected)
    {
        var path = await PathAsync(resource);
        var created = await fixture.Admin.PostAsync(
            path, $$"""{"metadata":{"name":"a"},{{body.Replace("CONTAINERS", Containers, StringComparison.Ordinal)}}}""");
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(expected, Cause(await fixture.Admin.MergeAsync(path + "/a", change)));
    }

    [Fact]
    public async Task A_pod_may_change_its_images_and_tolerate_more_for_a_shorter_time()
    {
        var path = await PathAsync("pods");
        await fixture.Admin.PostAsync(
            path, $$$$"""{"metadata":{"name":"a"},"spec":{ {{{{Containers}}}},"activeDeadlineSeconds":50,"priorityClassName":"system-node-critical"} }""");
        var patched = await fixture.Admin.SendAsync(
            HttpMethod.Patch,
            path + "/a",
            """{"spec":{"activeDeadlineSeconds":5,"containers":[{"name":"main","image":"y"}],"tolerations":[{"key":"more","operator":"Exists"}]}}""",
            "application/strategic-merge-patch+json");
        Assert.True(patched.Status == 200, patched.Body);
        Assert.Equal("y", patched.Json["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        // A replace may leave out what was looked up for the pod.
        var again = patched.Json;
        again["spec"]!.AsObject().Remove("priority");
        again["metadata"]!["labels"] = new JsonObject { ["a"] = "b" };
        var replaced = await fixture.Admin.PutAsync(path + "/a", again.ToJsonString());
        Assert.True(replaced.Status == 200, replaced.Body);
        Assert.Equal(2000001000, replaced.Json["spec"]!["priority"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_container_that_is_added_to_look_is_completed_as_all_are()
    {
        var path = await PathAsync("pods");
        await fixture.Admin.PostAsync(path, $$$$"""{"metadata":{"name":"a"},"spec":{ {{{{Containers}}}} } }""");
        var added = await fixture.Admin.MergeAsync(path + "/a/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"look","image":"busybox"}]}}""");
        Assert.Equal(
            """[{"name":"look","image":"busybox","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"Always"}]""",
            added.Json["spec"]!["ephemeralContainers"]!.ToJsonString());
        Assert.Equal(2, added.Json["metadata"]!["generation"]!.GetValue<int>());
        const string others = """{"spec":{"ephemeralContainers":[{"name":"look","image":"busybox"},{"name":"b"}]}}""";
        Assert.Equal("spec.ephemeralContainers[1].image: Required value", Cause(await fixture.Admin.MergeAsync(path + "/a/ephemeralcontainers", others)));
        Assert.Equal(
            """spec.ephemeralContainers[1].name: Duplicate value: "main" """.TrimEnd(),
            Cause(
                await fixture.Admin.MergeAsync(
                    path + "/a/ephemeralcontainers", others.Replace("\"b\"", "\"main\",\"image\":\"x\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_container_that_was_added_to_look_stays_as_it_is()
    {
        var path = await PathAsync("pods");
        await fixture.Admin.PostAsync(path, $$$$"""{"metadata":{"name":"a"},"spec":{ {{{{Containers}}}} } }""");
        await fixture.Admin.MergeAsync(path + "/a/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"look","image":"busybox"}]}}""");
        Assert.Equal(
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"look\" may not be removed\n",
            Cause(await fixture.Admin.MergeAsync(path + "/a/ephemeralcontainers", """{"spec":{"ephemeralContainers":null}}""")));
        Assert.Equal(
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"look\" may not be changed\n",
            Cause(await fixture.Admin.MergeAsync(path + "/a/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"look","image":"other"}]}}""")));
    }

    [Fact]
    public async Task A_resize_changes_amounts_and_nothing_else()
    {
        var path = await PathAsync("pods");
        await fixture.Admin.PostAsync(
            path, """{"metadata":{"name":"a","labels":{"a":"b"}},"spec":{"containers":[{"name":"main","image":"x","resources":{"requests":{"cpu":"1"}}}]}}""");
        var resized = await fixture.Admin.MergeAsync(
            path
                + "/a/resize",
                """{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"main","image":"y","resources":{"requests":{"cpu":"2"}}}]}}""");
        Assert.True(resized.Status == 200, resized.Body);
        var container = resized.Json["spec"]!["containers"]![0]!;
        Assert.Equal(("x", "2"), (container["image"]!.GetValue<string>(), container["resources"]!["requests"]!["cpu"]!.GetValue<string>()));
        Assert.Equal("b", resized.Json["metadata"]!["labels"]!["a"]!.GetValue<string>());
        Assert.Equal(2, resized.Json["metadata"]!["generation"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_bound_claim_may_grow_and_not_shrink_below_what_it_has()
    {
        var path = await PathAsync("persistentvolumeclaims");
        await fixture.Admin.PostAsync(path, $$"""{"metadata":{"name":"a"},{{Claim}}}""");
        Assert.Equal(200, (await fixture.Admin.MergeAsync(path + "/a", """{"spec":{"volumeName":"v"}}""")).Status);
        await fixture.Admin.MergeAsync(path + "/a/status", """{"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}}""");
        Assert.Equal(200, (await fixture.Admin.MergeAsync(path + "/a", """{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""")).Status);
        var shrunk = await fixture.Admin.MergeAsync(path + "/a", """{"spec":{"resources":{"requests":{"storage":"512Mi"}}}}""");
        Assert.Equal("spec.resources.requests.storage: Forbidden: field can not be less than status.capacity", Cause(shrunk));
        Assert.Equal(ClaimChange, Cause(await fixture.Admin.MergeAsync(path + "/a", """{"spec":{"volumeName":"w"}}""")));
    }

    [Fact]
    public async Task The_template_of_a_job_is_for_good_but_for_its_place_while_it_waits()
    {
        var path = await PathAsync("jobs");
        foreach (var (name, isSuspended) in new[] { ("runs", "false"), ("waits", "true") })
        {
            await fixture.Admin.PostAsync(
                path,
                $$$$"""{"metadata":{"name":"{{{{name}}}}"},"spec":{"suspend":{{{{isSuspended}}}},"template":{"spec":{ {{{{Containers}}}},"restartPolicy":"Never"} } }}""");
        }

        const string place = """{"spec":{"template":{"spec":{"nodeSelector":{"disk":"fast"}}}}}""";
        var refused = Cause(await fixture.Admin.MergeAsync(path + "/runs", place));
        Assert.StartsWith("spec.template: Invalid value: {", refused, StringComparison.Ordinal);
        Assert.EndsWith("}: field is immutable", refused, StringComparison.Ordinal);
        Assert.Equal(200, (await fixture.Admin.MergeAsync(path + "/waits", place)).Status);
        Assert.Equal(422, (await fixture.Admin.MergeAsync(path + "/waits", """{"spec":{"template":{"spec":{"hostNetwork":true}}}}""")).Status);
    }

    [Fact]
    public async Task A_quota_counts_what_a_server_knows_and_what_has_a_domain()
    {
        var path = await PathAsync("resourcequotas");
        const string known = """{"metadata":{"name":"a"},"spec":{"hard":{"pods":"1","requests.hugepages-2Mi":"1","count/deployments.apps":"1","requests.example.com/card":"1"}}}""";
        Assert.Equal(201, (await fixture.Admin.PostAsync(path, known)).Status);
        var refused = await fixture.Admin.PostAsync(path, """{"metadata":{"name":"b"},"spec":{"hard":{"podz":"1"}}}""");
        Assert.Equal(
            """ResourceQuota "b" is invalid: [spec.hard[podz]: Invalid value: "podz": must be a standard resource type or fully qualified, spec.hard[podz]: Invalid value: "podz": must be a standard resource for quota]""",
            refused.Message);
    }

    [Theory]
    [InlineData(
        "system-x", 5,
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system "
            + "priority class")]
    [InlineData(
        "system-node-critical", 5,
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of system-node-critical "
            + "PriorityClass must be 2000001000")]
    [InlineData("much", 1000000001, "value: Forbidden: maximum allowed value of a user defined priority is 1000000000")]
    public async Task The_highest_priorities_are_the_systems(string name, int value, string expected) =>
        Assert.Equal(expected, Cause(await fixture.Admin.PostAsync(PriorityClasses, Sample.Named(name, null, ("value", value)))));

    [Fact]
    public async Task An_APIService_is_named_as_what_it_serves()
    {
        const string services = "/apis/apiregistration.k8s.io/v1/apiservices";
        const string spec = """ "spec":{"group":"example.com","version":"v1","groupPriorityMinimum":1,"versionPriority":1} """;
        Assert.Equal(
            """metadata.name: Invalid value: "v1.other": must be `spec.version+"."+spec.group`: "v1.example.com" """.TrimEnd(),
            Cause(await fixture.Admin.PostAsync(services, $$"""{"metadata":{"name":"v1.other"},{{spec}}}""")));
        Assert.Equal(201, (await fixture.Admin.PostAsync(services, $$"""{"metadata":{"name":"v1.example.com"},{{spec}}}""")).Status);
        Assert.Equal(200, (await fixture.Admin.MergeAsync(services + "/v1.", """{"metadata":{"labels":{"a":"b"}}}""")).Status);
    }

    [Fact]
    public async Task A_priority_class_keeps_its_value()
    {
        Assert.Equal(201, (await fixture.Admin.PostAsync(PriorityClasses, Sample.Named("kept", null, ("value", 5)))).Status);
        Assert.Equal("value: Forbidden: may not be changed in an update.", Cause(await fixture.Admin.MergeAsync(PriorityClasses + "/kept", """{"value":6}""")));
    }

    [Fact]
    public async Task An_indexed_job_may_grow()
    {
        var path = await PathAsync("jobs");
        await fixture.Admin.PostAsync(
            path,
            $$$$"""{"metadata":{"name":"a"},"spec":{"completionMode":"Indexed","completions":2,"parallelism":2,"template":{"spec":{ {{{{Containers}}}},"restartPolicy":"Never"} } }}""");
        Assert.Equal(200, (await fixture.Admin.MergeAsync(path + "/a", """{"spec":{"completions":3,"parallelism":3}}""")).Status);
    }

    [Fact]
    public async Task A_replace_compares_the_names_before_it_looks_for_the_object()
    {
        var refused = await fixture.Admin.PutAsync(await PathAsync("configmaps") + "/zz", """{"metadata":{"name":"yy"}}""");
        Assert.Equal(400, refused.Status);
        Assert.Equal("the name of the object (yy) does not match the name on the URL (zz)", refused.Json["message"]!.GetValue<string>());
    }

    private async Task<string> PathAsync(string resource) => $"/{s_paths[resource]}/namespaces/{await fixture.CreateNamespaceAsync()}/{resource}";

    private static string Cause(SandboxResponse response)
    {
        Assert.True(response.Status == 422, response.Body);
        var cause = Assert.Single(response.Json["details"]!["causes"]!.AsArray());
        return $"{cause!["field"]}: {cause["message"]}";
    }
}
