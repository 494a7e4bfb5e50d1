using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>One autoscaler in the two versions in which it is served.</summary>
public sealed class AutoscalerTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Subject = """ "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"maxReplicas":5 """;

    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task What_the_first_version_aims_at_is_a_metric_of_the_second()
    {
        var (first, second) = await PathsAsync();
        var created = await _admin.PostAsync(first, $$$"""{"metadata":{"name":"a"},"spec":{ {{{Subject}}},"targetCPUUtilizationPercentage":60} }""");
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(("autoscaling/v1", 60), (created.Json["apiVersion"]!.GetValue<string>(), Target(created)));
        var seen = await _admin.GetAsync(second + "/a");
        Assert.Equal("""[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]""", Metrics(seen));
        Assert.Null(seen.Json["spec"]!["targetCPUUtilizationPercentage"]);
        Assert.Equal(seen.Version, (await _admin.GetAsync(first + "/a")).Version);
    }

    [Fact]
    public async Task What_the_first_version_cannot_say_stands_in_its_annotations_and_survives_its_writes()
    {
        var (first, second) = await PathsAsync();
        const string metrics = """
            [{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}},{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"1Gi"}}},{"type":"Pods","pods":{"metric":{"name":"packets","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"1k"}}},{"type":"Object","object":{"describedObject":{"kind":"Ingress","name":"main","apiVersion":"networking.k8s.io/v1"},"target":{"type":"Value","value":"10k"},"metric":{"name":"requests"}}},{"type":"External","external":{"metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"30"}}}]
            """;
        var body = $$$"""{"metadata":{"name":"a","annotations":{"own":"x"}},"spec":{ {{{Subject}}},"metrics":{{{metrics}}},"behavior":{"scaleDown":{"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":60}]}} } }""";
        var created = await _admin.PostAsync(second, body);
        Assert.True(created.Status == 201, created.Body);
        await _admin.MergeAsync(
            second + "/a/status",
            """{"status":{"conditions":[{"type":"AbleToScale","status":"True","reason":"Ready"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":12,"averageValue":"1"}}}]}}""");
        var seen = await _admin.GetAsync(first + "/a");
        var annotations = seen.Json["metadata"]!["annotations"]!.AsObject();
        Assert.Equal(
            """[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"1Gi"}},{"type":"Pods","pods":{"metricName":"packets","targetAverageValue":"1k","selector":{"matchLabels":{"a":"b"}}}},{"type":"Object","object":{"target":{"kind":"Ingress","name":"main","apiVersion":"networking.k8s.io/v1"},"metricName":"requests","targetValue":"10k"}},{"type":"External","external":{"metricName":"queue","targetAverageValue":"30"}}]""",
            annotations["autoscaling.alpha.kubernetes.io/metrics"]!.GetValue<string>());
        Assert.Equal(
            """{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":60}],"Tolerance":null}}""",
            annotations["autoscaling.alpha.kubernetes.io/behavior"]!.GetValue<string>());
        Assert.Equal((50, 12), (Target(seen), seen.Json["status"]!["currentCPUUtilizationPercentage"]!.GetValue<int>()));

        var before = (await _admin.GetAsync(second + "/a")).Json;
        var changed = await _admin.MergeAsync(first + "/a", """{"spec":{"maxReplicas":9,"targetCPUUtilizationPercentage":70}}""");
        Assert.True(changed.Status == 200, changed.Body);
        var after = (await _admin.GetAsync(second + "/a")).Json;
        Assert.Equal(9, after["spec"]!["maxReplicas"]!.GetValue<int>());
        Assert.Equal(["own"], after["metadata"]!["annotations"]!.AsObject().Select(annotation => annotation.Key));
        Assert.True(JsonNode.DeepEquals(before["spec"]!["behavior"], after["spec"]!["behavior"]));
        Assert.True(JsonNode.DeepEquals(before["status"], after["status"]), after["status"]!.ToJsonString());
        // The metrics are the same but for the one that was changed, which a server puts last.
        var (was, now) = (before["spec"]!["metrics"]!.AsArray(), after["spec"]!["metrics"]!.AsArray());
        Assert.Equal(was.Skip(1).Select(metric => Sorted(metric)), now.SkipLast(1).Select(metric => Sorted(metric)));
        Assert.Equal(70, now[^1]!["resource"]!["target"]!["averageUtilization"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_a_behavior_does_not_say_is_filled_in_once_there_is_one()
    {
        var (_, second) = await PathsAsync();
        var created = await _admin.PostAsync(
            second, $$$"""{"metadata":{"name":"a"},"spec":{ {{{Subject}}},"behavior":{"scaleDown":{"stabilizationWindowSeconds":60} } } }""");
        Assert.Equal(
            Sorted(JsonNode.Parse(
                """{"scaleUp":{"stabilizationWindowSeconds":0,"selectPolicy":"Max","policies":[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]},"scaleDown":{"stabilizationWindowSeconds":60,"selectPolicy":"Max","policies":[{"type":"Percent","value":100,"periodSeconds":15}]}}""")),
            Sorted(created.Json["spec"]!["behavior"]));
        Assert.Null((await _admin.PostAsync(second, $$$"""{"metadata":{"name":"b"},"spec":{ {{{Subject}}} } }""")).Json["spec"]!["behavior"]);
    }

    [Theory]
    [InlineData(1, "garbage")]
    [InlineData(1, "{}")]
    [InlineData(2, "[]")]
    public async Task Annotations_that_only_the_first_version_has_are_never_kept_as_such(int version, string text)
    {
        var (first, second) = await PathsAsync();
        var created = await _admin.PostAsync(
            version == 1
                ? first
                : second,
                $$$"""{"metadata":{"name":"a","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"{{{text}}}","own":"x"}},"spec":{ {{{Subject}}} } }""");
        Assert.True(created.Status == 201, created.Body);
        Assert.DoesNotContain("autoscaling.alpha", created.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("autoscaling.alpha", (await _admin.GetAsync(second + "/a")).Body, StringComparison.Ordinal);
        Assert.Contains(
            "f:targetCPUUtilizationPercentage",
            version == 1 ? created.Body : (await _admin.MergeAsync(first + "/a", """{"spec":{"targetCPUUtilizationPercentage":9}}""")).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_aims_at_nothing_aims_at_four_fifths_of_the_processors(int version)
    {
        var (first, second) = await PathsAsync();
        await _admin.PostAsync(version == 1 ? first : second, $$$"""{"metadata":{"name":"a"},"spec":{ {{{Subject}}} } }""");
        Assert.Equal(80, Target(await _admin.GetAsync(first + "/a")));
    }

    [Fact]
    public async Task Lists_watches_tables_and_deletes_show_the_version_that_is_asked_for()
    {
        var (first, second) = await PathsAsync();
        var created = await _admin.PostAsync(second, $$$"""{"metadata":{"name":"a"},"spec":{ {{{Subject}}} } }""");
        Assert.Equal(80, (await _admin.GetAsync(first)).Items[0]["spec"]!["targetCPUUtilizationPercentage"]!.GetValue<int>());
        using (var watch = await _admin.WatchAsync($"{first}?watch=true&resourceVersion={created.Version}"))
        {
            await _admin.MergeAsync(second + "/a", """{"spec":{"maxReplicas":6}}""");
            var seen = JsonNode.Parse((await watch.ReadLineAsync())!)!["object"]!;
            Assert.Equal(("autoscaling/v1", 80), (seen["apiVersion"]!.GetValue<string>(), seen["spec"]!["targetCPUUtilizationPercentage"]!.GetValue<int>()));
        }

        var table = await _admin.SendAsync(
            HttpMethod.Get, first + "?includeObject=Object", headers: ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        var row = table.Json["rows"]![0]!;
        Assert.Equal(
            ("cpu: <unknown>/80%", 80), (row["cells"]![2]!.GetValue<string>(), row["object"]!["spec"]!["targetCPUUtilizationPercentage"]!.GetValue<int>()));
        Assert.Equal(200, (await _admin.DeleteAsync(first + "/a")).Status);
        Assert.Equal(404, (await _admin.GetAsync(second + "/a")).Status);
    }

    private static int Target(SandboxResponse response) => response.Json["spec"]!["targetCPUUtilizationPercentage"]!.GetValue<int>();

    private static string Metrics(SandboxResponse response) => response.Json["spec"]!["metrics"]!.ToJsonString();

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map =>
            "{" + string.Join(",", map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Key + ":" + Sorted(member.Value))) + "}",
        _ => node?.ToJsonString() ?? "null",
    };

    private async Task<(string First, string Second)> PathsAsync()
    {
        var home = await fixture.CreateNamespaceAsync();
        return ($"/apis/autoscaling/v1/namespaces/{home}/horizontalpodautoscalers", $"/apis/autoscaling/v2/namespaces/{home}/horizontalpodautoscalers");
    }
}
