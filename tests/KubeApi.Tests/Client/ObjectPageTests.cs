using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Describing;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class ObjectPageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 18, 10, 0, TimeSpan.Zero);

    [Fact]
    public void A_container_shows_its_states() => AssertHas(
        Pod("""
            {"name":"app","ready":false,"restartCount":4,
             "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 40s"}},
             "lastState":{"terminated":{"reason":"Error","exitCode":3,"startedAt":"2026-11-29T18:00:00Z","finishedAt":"2026-11-29T18:08:00Z","message":"no config\n"}}}
            """),
        "    State       waiting: CrashLoopBackOff: back-off 40s",
        "    Last state  terminated: Error: no config, exit code 3, 2026-11-29 18:00:00Z to 2026-11-29 18:08:00Z (2m ago)",
        "    Ready       False, 4 restarts");

    [Fact]
    public void Unhealthy_states_are_marked()
    {
        var lines = Create("pods", Pod("""{"name":"app","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2026-11-29T18:00:00Z"}}}"""));

        Assert.Equal(PageStyle.Good, Find(lines, "State").Style);
        Assert.Equal(PageStyle.Good, Find(lines, "Phase").Style);
        Assert.Equal(PageStyle.Bad, lines.Single(l => l.Text.Contains("Gate", StringComparison.Ordinal)).Style);
        Assert.Equal(PageStyle.Plain, lines.Single(l => l.Text.StartsWith("Initialized", StringComparison.Ordinal)).Style);
    }

    [Fact]
    public void Escape_sequences_and_line_breaks_cannot_leave_their_field()
    {
        var lines = Create("configmaps", """{"kind":"ConfigMap","metadata":{"name":"a\u001b[31m","labels":{"x":"1\n2\u0007"},"annotations":{"y":"a\nb"}}}""");

        Assert.DoesNotContain(lines, l => l.ToString().Any(char.IsControl));
        Assert.Contains("Labels          x=1 2", lines.Select(l => l.ToString()));
        Assert.Contains("Annotations     y=a b", lines.Select(l => l.ToString()));
    }

    [Theory]
    [InlineData("""{"data":{"a":"c3dvcmRmaXNo"}}""", "*** (9 bytes)")]
    [InlineData("""{"stringData":{"a":"swordfish"}}""", "*** (9 bytes)")]
    [InlineData("""{"data":{"a":"not base64!"}}""", "*** (11 bytes)")]
    public void A_secret_is_masked(string fields, string expected)
    {
        var text = string.Join('\n', Create("secrets", """{"kind":"Secret","metadata":{"name":"s"},""" + fields[1..]));

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("sword", text, StringComparison.Ordinal);
        Assert.DoesNotContain("c3dv", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_applied_annotation_is_omitted() => Assert.DoesNotContain(
        Create("secrets", """{"kind":"Secret","metadata":{"name":"s","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{secret}"}}}"""),
        l => l.ToString().Contains("secret}", StringComparison.Ordinal));

    [Fact]
    public void A_type_without_spec_shows_its_own_fields() => AssertHas(
        """{"kind":"Role","metadata":{"name":"r"},"rules":[{"verbs":["get"]}]}""", "Rules", """  [{"verbs":["get"]}]""");

    [Fact]
    public void A_string_is_not_shown_as_yaml() =>
        AssertHas("""{"kind":"PriorityClass","metadata":{"name":"p"},"description":"for: system"}""", "Description", "  for: system");

    // Schemas of custom resources are nested deeply.
    [Fact]
    public void A_deeply_nested_object_is_shown()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 200)) + "1" + new string('}', 200);

        AssertHas($$"""{"kind":"Deep","metadata":{"name":"d"},"spec":{{deep}}}""", "Spec", $"  {deep}");
    }

    private static string Pod(string status) => $$$"""
        {"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"app","image":"nginx"}]},
         "status":{"phase":"Running","conditions":[{"type":"Initialized","status":"True"},{"type":"Gate","status":"False"}],"containerStatuses":[{{{status}}}]}}
        """;

    private static PageLine Find(IReadOnlyList<PageLine> lines, string label) => lines.First(l => l.Label.Trim() == label);

    private static void AssertHas(string json, params string[] expected)
    {
        var lines = Create(json.Contains("\"Pod\"", StringComparison.Ordinal) ? "pods" : "others", json).Select(l => l.ToString()).ToList();

        Assert.All(expected, e => Assert.Contains(e, lines));
    }

    private static IReadOnlyList<PageLine> Create(string resource, string json) => ObjectPage.Create(
        new PageContent(ApiResource.Of("", "v1", resource, namespaced: true), JsonNodes.ParseElement(Encoding.UTF8.GetBytes(json))) { Now = s_now },
        new JsonAsYaml());

    private sealed class JsonAsYaml : IYamlWriter
    {
        public string ToYaml(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
    }
}
