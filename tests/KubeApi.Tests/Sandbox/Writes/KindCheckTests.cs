namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>The checks that the table of kinds asks for, and those of a pod spec: one row, one complaint.</summary>
public sealed class KindCheckTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Containers = """ "containers":[{"name":"main","image":"x"}] """;

    private static readonly Dictionary<string, string> s_paths = new(StringComparer.Ordinal)
    {
        ["configmaps"] = "api/v1",
        ["secrets"] = "api/v1",
        ["pods"] = "api/v1",
        ["jobs"] = "apis/batch/v1",
        ["cronjobs"] = "apis/batch/v1",
        ["statefulsets"] = "apis/apps/v1",
        ["horizontalpodautoscalers"] = "apis/autoscaling/v2",
    };

    [Theory]
    [InlineData("configmaps", """ "data":{"a b":""} """, """data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')""")]
    [InlineData("configmaps", """ "data":{"..a":""} """, """data[..a]: Invalid value: "..a": must not start with '..'""")]
    [InlineData("secrets", """ "type":"kubernetes.io/tls","stringData":{"tls.crt":"x"} """, "data[tls.key]: Required value")]
    [InlineData("jobs", """ "spec":{"template":{"spec":{"containers":[{"name":"m","image":"x"}]}}} """, """spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never" """)]
    [InlineData("horizontalpodautoscalers", """ "spec":{"minReplicas":3,"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"a"}} """, "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`")]
    [InlineData("pods", """ "spec":{"containers":[{"name":"a","image":"x"},{"name":"a","image":"x"}]} """, """spec.containers[1].name: Duplicate value: "a" """)]
    [InlineData("pods", """ "spec":{"containers":[{"name":"a","image":"x"}],"initContainers":[{"name":"a","image":"x"}]} """, """spec.initContainers[0].name: Duplicate value: "a" """)]
    [InlineData("pods", """ "spec":{"containers":[{"name":"a","image":"x","volumeMounts":[{"name":"v","mountPath":"/v"}]}]} """, """spec.containers[0].volumeMounts[0].name: Not found: "v" """)]
    [InlineData("pods", """ "spec":{"containers":[{"name":"a","image":"x","resources":{"requests":{"cpu":2},"limits":{"cpu":"1500m"}}}]} """, """spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m""")]
    public async Task What_is_wrong_is_told_in_the_words_of_a_server(string resource, string body, string expected) =>
        Assert.Equal(expected.Trim(), Cause(await fixture.Admin.PostAsync(await PathAsync(resource), $$"""{"metadata":{"name":"a"},{{body}}}""")));

    [Fact]
    public async Task The_name_of_a_container_is_a_label()
    {
        var refused = await fixture.Admin.PostAsync(await PathAsync("pods"), """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"A_B","image":"x"}]}}""");
        Assert.StartsWith("""spec.containers[0].name: Invalid value: "A_B": a lowercase RFC 1123 label must consist of""", Cause(refused), StringComparison.Ordinal);
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
    public async Task A_schedule_is_read_as_cron_reads_it(string schedule, string? complaint)
    {
        var path = await PathAsync("cronjobs");
        var answer = await fixture.Admin.PostAsync(path, $$$$"""{"metadata":{"name":"a"},"spec":{"schedule":"{{{{schedule}}}}","jobTemplate":{"spec":{"template":{"spec":{ {{{{Containers}}}},"restartPolicy":"Never"} } } } }}""");
        if (complaint is null)
        {
            Assert.True(answer.Status == 201, answer.Body);
        }
        else
        {
            Assert.Equal($"spec.schedule: Invalid value: \"{schedule}\": {complaint}", Cause(answer));
        }
    }

    [Theory]
    [InlineData("jobs", """ "spec":{"template":{"spec":{CONTAINERS,"restartPolicy":"Never"}}} """, """{"spec":{"completions":3}}""", "spec.completions: Invalid value: 3: field is immutable")]
    [InlineData("secrets", """ "data":{} """, """{"type":"example.com/a"}""", """type: Invalid value: "example.com/a": field is immutable""")]
    [InlineData(
        "statefulsets",
        """ "spec":{"serviceName":"db","selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{CONTAINERS}}} """,
        """{"spec":{"serviceName":"other"}}""",
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    public async Task What_may_not_change_stays(string resource, string body, string change, string expected)
    {
        var path = await PathAsync(resource);
        var created = await fixture.Admin.PostAsync(path, $$"""{"metadata":{"name":"a"},{{body.Replace("CONTAINERS", Containers, StringComparison.Ordinal)}}}""");
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(expected, Cause(await fixture.Admin.MergeAsync(path + "/a", change)));
    }

    [Fact]
    public async Task An_indexed_job_may_grow()
    {
        var path = await PathAsync("jobs");
        await fixture.Admin.PostAsync(
            path, $$$$"""{"metadata":{"name":"a"},"spec":{"completionMode":"Indexed","completions":2,"parallelism":2,"template":{"spec":{ {{{{Containers}}}},"restartPolicy":"Never"} } }}""");
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

    private static string Cause(SandboxAnswer answer)
    {
        Assert.True(answer.Status == 422, answer.Body);
        var cause = Assert.Single(answer.Json["details"]!["causes"]!.AsArray());
        return $"{cause!["field"]}: {cause["message"]}";
    }
}
