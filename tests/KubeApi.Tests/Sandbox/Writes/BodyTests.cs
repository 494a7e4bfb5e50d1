using System.Text;
using KubeApi.Sandbox.Json;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>Errors about bodies that are not an object of the path's kind.</summary>
public sealed class BodyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private const string Workload =
        """{"metadata":{"name":"NAME"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""";

    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("nul", "unexpected end of JSON input")]
    public void Malformed_JSON_is_reported_with_its_position(string text, string expected) =>
        Assert.Equal(expected, JsonSyntaxError.For(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("POST", "application/json", "[[]]",
        """the object provided is unrecognized (must be of type Deployment): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" } (5b5b5d5d)""")]
    [InlineData("POST", "application/json", """{"kind":1}""",
        """the object provided is unrecognized (must be of type Deployment): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})""")]
    [InlineData("POST", "application/json", """{"kind":"Zonk"}""",
        """Zonk in version "v1" cannot be handled as a Deployment: no kind "Zonk" is registered for version "apps/v1" in scheme "pkg/runtime/scheme.go:111" """)]
    [InlineData("POST", "application/json", """{"apiVersion":"v1","kind":"ConfigMap"}""",
        """ConfigMap in version "v1" cannot be handled as a Deployment: converting (v1.ConfigMap) to (apps.Deployment): unknown conversion""")]
    [InlineData(
        "PATCH", "application/merge-patch+json", "[]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("PATCH", "application/merge-patch+json", "a: b", "invalid character 'a' looking for beginning of value")]
    [InlineData("PATCH", "application/strategic-merge-patch+json", "a: b", "invalid character 'a' looking for beginning of value")]
    [InlineData(
        "PATCH", "application/json-patch+json", "{}", "json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData(
        "PATCH", "application/json-patch+json", "[1]", "json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    [InlineData(
        "PATCH", "application/json-patch+json", """[{"op":"add","path":5}]""",
        "json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string")]
    [InlineData("PATCH", "application/apply-patch+yaml", """{"apiVersion":"v2","kind":"Deployment"}""", "invalid object type: /v2, Kind=Deployment")]
    [InlineData("PATCH", "application/apply-patch+yaml", """{"spec":{}}""", "invalid object type: /, Kind=")]
    [InlineData("PATCH", "application/apply-patch+yaml", "5",
        "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go value of type map[string]interface {}")]
    public async Task Bodies_of_another_kind_are_refused(string method, string contentType, string body, string expected)
    {
        var path = Deployments;
        if (method == "PATCH")
        {
            var name = $"d{Guid.NewGuid():n}";
            await _admin.PostAsync(Deployments, Workload.Replace("NAME", name, StringComparison.Ordinal));
            path += $"/{name}?fieldManager=m";
        }

        var refused = await _admin.SendAsync(new HttpMethod(method), path, body, contentType);
        Assert.Equal((400, expected.Trim()), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task A_replace_with_another_UID_is_refused()
    {
        var home = await fixture.CreateNamespaceAsync();
        var services = $"/api/v1/namespaces/{home}/services";
        var uid = (await _admin.PostAsync(services, """{"metadata":{"name":"s"},"spec":{"ports":[{"port":1}]}}""")).Json["metadata"]!["uid"]!.GetValue<string>();
        var refused = await _admin.PutAsync(services + "/s", """{"metadata":{"name":"s","uid":"other","resourceVersion":"1"},"spec":{"ports":[{"port":1}]}}""");
        Assert.Equal(
            (
                409,
                $"Operation cannot be fulfilled on services \"s\": Precondition failed: UID in precondition: other, UID in object meta: {uid}"),
            (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("?dryRun=some&dryRun=All", """[{"reason":"FieldValueNotSupported","message":"Unsupported value: [\u0022some\u0022,\u0022All\u0022]: supported values: \u0022All\u0022","field":"dryRun"}]""")]
    public async Task An_invalid_dryRun_is_refused_even_without_changes(string query, string causes)
    {
        var maps = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await _admin.PostAsync(maps, Sample.Named("m"));
        var refused = await _admin.MergeAsync(maps + "/m" + query, "{}");
        Assert.Equal((422, causes), (refused.Status, refused.Json["details"]!["causes"]!.ToJsonString()));
    }
}
