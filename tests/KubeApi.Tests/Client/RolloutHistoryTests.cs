using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

/// <summary>Revisions, the changes between them, and the patches that restore them.</summary>
public sealed class RolloutHistoryTests
{
    private static readonly JsonObject s_web = Parse("""
        {"metadata":{"uid":"u","name":"web","annotations":{"own":"x","deployment.kubernetes.io/revision":"3","kubectl.kubernetes.io/last-applied-configuration":"{}"}},
         "spec":{"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"web:1"}]}}}}
        """);

    [Fact]
    public void Only_revisions_controlled_by_the_workload_count_in_order()
    {
        var foreign = ReplicaSet("9", "web:9");
        foreign["metadata"]!["ownerReferences"]![0]!["uid"] = "other";
        var follower = ReplicaSet("8", "web:8");
        follower["metadata"]!["ownerReferences"]![0]!["controller"] = false;

        var revisions = RolloutHistory.Of(s_web, [ReplicaSet("3", "web:1"), foreign, ReplicaSet("2", "web:2"), follower, ReplicaSet("none", "web:7")]);

        Assert.Equal([(2, false), (3, true)], revisions.Select(r => (r.Number, r.IsCurrent)));
    }

    [Fact]
    public void The_change_cause_comes_from_the_replica_set_or_its_template()
    {
        var (one, two) = (ReplicaSet("1", "a"), ReplicaSet("2", "b"));
        one["metadata"]!["annotations"]!["kubernetes.io/change-cause"] = "first";
        two["spec"]!["template"]!["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/change-cause"] = "second" };

        Assert.Equal(["first", "second", null], RolloutHistory.Of(s_web, [one, two, ReplicaSet("3", "c")]).Select(r => r.ChangeCause));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void A_revision_is_found_by_number(long wanted, long expected) =>
        Assert.Equal(
            expected,
            RolloutHistory.Find(RolloutHistory.Of(s_web, [ReplicaSet("3", "c"), ReplicaSet("1", "a"), ReplicaSet("2", "b")]), wanted, "Deployment/web").Number);

    [Theory]
    [InlineData(9, 2, "Deployment/web has no revision 9. It has: 1, 2.")]
    [InlineData(0, 1, "Deployment/web has no earlier revision to restore. It has: 1.")]
    [InlineData(0, 0, "Deployment/web has no earlier revision to restore. It has no history.")]
    public void An_unknown_revision_is_an_error_that_lists_the_known_ones(long wanted, int count, string expected)
    {
        var revisions = RolloutHistory.Of(s_web, Enumerable.Range(1, count).Select(i => ReplicaSet($"{i}", $"web:{i}")));

        var failure = Assert.Throws<KubeApiException>(() => RolloutHistory.Find(revisions, wanted, "Deployment/web"));

        Assert.Equal((FailureKind.RevisionNotFound, expected), (failure.Failure, failure.Message));
    }

    [Fact]
    public void A_rollback_restores_the_template_and_the_annotations_of_a_replica_set()
    {
        var replicaSet = ReplicaSet("2", "web:2");
        replicaSet["metadata"]!["annotations"]!["kubernetes.io/change-cause"] = "second";

        var (type, patch) = WorkloadPatches.Rollback(s_web, RolloutHistory.Of(s_web, [replicaSet])[0]);

        Assert.Equal(PatchType.Json, type);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                [{"op":"replace","path":"/spec/template","value":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"web:2"}]}}},
                 {"op":"replace","path":"/metadata/annotations","value":
                  {"deployment.kubernetes.io/revision":"3","kubectl.kubernetes.io/last-applied-configuration":"{}","kubernetes.io/change-cause":"second"}}]
                """),
            patch), patch.ToJsonString());
    }

    [Fact]
    public void A_controller_revision_is_its_own_patch()
    {
        var item = Parse("""
            {"metadata":{"name":"db-1","ownerReferences":[{"controller":true,"uid":"u"}],"annotations":{"kubernetes.io/change-cause":"why"}},"revision":4,
             "data":{"spec":{"template":{"$patch":"replace","metadata":{"creationTimestamp":null,"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"web:1","resources":{}}]}}}}}
            """);

        var revision = Assert.Single(RolloutHistory.Of(s_web, [item]));
        var (type, patch) = WorkloadPatches.Rollback(s_web, revision);

        Assert.Equal((4, "why", true), (revision.Number, revision.ChangeCause, revision.IsCurrent));
        Assert.Equal(PatchType.Strategic, type);
        Assert.True(JsonNode.DeepEquals(item["data"], patch));
    }

    [Theory]
    [InlineData(
        """{"metadata":{"creationTimestamp":null,"labels":{"pod-template-hash":"x"}},"spec":{"containers":[{"name":"a","resources":{},"args":[]}]}}""",
        """{"spec":{"containers":[{"name":"a"}]}}""", true)]
    [InlineData("""{"spec":{"volumes":[{"name":"a","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"name":"a"}]}}""", false)]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]}}""", """{"spec":{"containers":[{"name":"b"}]}}""", false)]
    public void Equivalent_templates_are_equal(string one, string other, bool expected) =>
        Assert.Equal(expected, PodTemplate.AreEqual(Parse(one), Parse(other)));

    [Theory]
    [InlineData("""{"a":1,"b":{"c":"x"}}""", """{"a":1,"b":{"c":"y"}}""", "b.c: \"x\" -> \"y\"")]
    [InlineData("""{"l":[{"name":"m","image":"1"},{"name":"n"}]}""", """{"l":[{"name":"n"},{"name":"m","image":"2"}]}""", "l[name=m].image: \"1\" -> \"2\"")]
    [InlineData("""{"l":[{"name":"m"}]}""", """{"l":[{"name":"m"},{"name":"n"}]}""", "l[name=n]:  -> {\"name\":\"n\"}")]
    [InlineData("""{"l":["a"]}""", """{"l":["a","b"]}""", "l: [\"a\"] -> [\"a\",\"b\"]")]
    [InlineData("""{"m":{"a.b/c":"1"}}""", """{"m":{}}""", "m['a.b/c']: \"1\" -> ")]
    public void Changes_are_listed_down_to_the_leaves(string before, string after, string expected) =>
        Assert.Equal(
            expected,
            string.Join("; ", TemplateChange.Between(Parse(before), Parse(after)).Select(
                c => $"{c.Path}: {c.Before?.ToJsonString()} -> {c.After?.ToJsonString()}")));

    [Fact]
    public void Images_are_listed_once() => Assert.Equal(
        ["i", "a", "b"], PodTemplate.Images(Parse("""{"spec":{"containers":[{"image":"a"},{"image":"b"},{"image":"a"}],"initContainers":[{"image":"i"}]}}""")));

    [Fact]
    public void A_restart_writes_its_time_and_detects_a_second_one_in_the_same_second()
    {
        var now = new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.FromHours(1));

        var patch = WorkloadPatches.Restart(s_web, now);

        Assert.Equal(
            """{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-11-23T19:00:00Z"}}}}}""", patch!.ToJsonString());
        Assert.Null(WorkloadPatches.Restart(patch, now));
        Assert.NotNull(WorkloadPatches.Restart(patch, now.AddSeconds(1)));
    }

    [Theory]
    [InlineData("""{"matchLabels":{"a":"1","b":"2"}}""", "a=1,b=2")]
    [InlineData("""{"matchLabels":{"a":"1"},"matchExpressions":[{"key":"k","operator":"In","values":["x","y"]},{"key":"l","operator":"NotIn","values":["z"]},{"key":"m","operator":"Exists"},{"key":"n","operator":"DoesNotExist"}]}""", "a=1,k in (x,y),l notin (z),m,!n")]
    [InlineData("{}", null)]
    public void A_selector_is_formatted_for_a_query(string selector, string? expected) => Assert.Equal(expected, SelectorText.Of(Parse(selector)));

    [Fact]
    public void A_type_without_scale_is_an_error_that_names_scalable_types()
    {
        var pods = new ApiResource { Name = "pods", Kind = "Pod", Group = "", Version = "v1" };
        var shops = new ApiResource
        {
            Name = "shops",
            Kind = "Shop",
            Group = "example.com",
            Version = "v1",
            Subresources = ["status", "scale"],
            IsPreferredVersion = true,
        };
        var catalog = new ApiCatalog([], [pods, shops], []);

        Workload.RequireScale(shops, catalog);
        var failure = Assert.Throws<KubeApiException>(() => Workload.RequireScale(pods, catalog));

        Assert.Equal("'pods' has no scale. Types with a scale on this server: shops.example.com.", failure.Message);
    }

    private static JsonObject ReplicaSet(string revision, string image) => Parse($$$"""
        {"metadata":{"name":"web-{{{revision}}}","ownerReferences":[{"controller":true,"uid":"u"}],"annotations":{"deployment.kubernetes.io/revision":"{{{revision}}}","deployment.kubernetes.io/desired-replicas":"2"} },
         "spec":{"template":{"metadata":{"labels":{"app":"web","pod-template-hash":"{{{revision}}}"} },"spec":{"containers":[{"name":"main","image":"{{{image}}}"}]} } } }
        """);

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
