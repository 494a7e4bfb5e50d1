using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>How Go's types Quantity and IntOrString read JSON, for fields of that type in the schemas.</summary>
public sealed class QuantityTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Malformed = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static readonly SchemaCatalog s_schemas = new();

    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1", "1")]
    [InlineData("\"1000m\"", "1")]
    [InlineData("\"1500m\"", "1500m")]
    [InlineData("\" 2 \"", "2")]
    [InlineData("\"1024Mi\"", "1Gi")]
    [InlineData("\"1025Mi\"", "1025Mi")]
    [InlineData("\"1.5Gi\"", "1536Mi")]
    [InlineData("\"0.5Ki\"", "512")]
    [InlineData("\"12000k\"", "12M")]
    [InlineData("\"2e3\"", "2e3")]
    [InlineData("\"2e4\"", "20e3")]
    [InlineData("\"1E\"", "1E")]
    [InlineData("\"0Gi\"", "0")]
    [InlineData("\"-3\"", "-3")]
    [InlineData("\"1e30\"", "1e30")]
    public void A_quantity_is_stored_in_canonical_form(string sent, string expected) => Assert.Equal(expected, Limit(sent));

    [Theory]
    [InlineData("\"nonsense\"", Malformed)]
    [InlineData("\"\"", Malformed)]
    [InlineData("\"1 Gi\"", Malformed)]
    [InlineData("\"1.5.5\"", Malformed)]
    [InlineData("true", Malformed)]
    [InlineData("{}", Malformed)]
    [InlineData("\"1K\"", "unable to parse quantity's suffix")]
    [InlineData("\"1e\"", "unable to parse quantity's suffix")]
    public void An_invalid_quantity_is_refused(string sent, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => Limit(sent)).Message);

    [Theory]
    [InlineData("80", null)]
    [InlineData("\"http\"", null)]
    [InlineData("true", "json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32")]
    [InlineData("1.5", "json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.targetPort of type int32")]
    [InlineData("{}", "json: cannot unmarshal object into Go struct field ServicePort.spec.ports.targetPort of type int32")]
    public void A_port_is_an_integer_or_a_name(string sent, string? expected)
    {
        var service = Parse($$$"""{"spec":{"ports":[{"port":80,"targetPort":{{{sent}}}}]}}""");
        var refusal = Record.Exception(() => ObjectDecoder.Decode(service, s_schemas.For("", "v1", "Service")));
        Assert.Equal(expected, refusal?.Message);
    }

    [Theory]
    [InlineData("POST", "application/json")]
    [InlineData("PATCH", "application/merge-patch+json")]
    [InlineData("PATCH", "application/strategic-merge-patch+json")]
    [InlineData("PATCH", "application/apply-patch+yaml")]
    public async Task Every_write_canonicalizes_quantities(string method, string contentType)
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/resourcequotas";
        var target = path;
        if (method == "PATCH")
        {
            await fixture.Admin.PostAsync(path, """{"metadata":{"name":"q"}}""");
            target = path + "/q?fieldManager=test";
        }

        var (good, bad) = (Quota("0.5"), Quota("\"lots\""));
        var refused = await fixture.Admin.SendAsync(new HttpMethod(method), target, bad, contentType);
        Assert.Contains(Malformed, refused.Json["message"]!.GetValue<string>(), StringComparison.Ordinal);
        var written = await fixture.Admin.SendAsync(new HttpMethod(method), target, good, contentType);
        Assert.True(written.Status is 200 or 201, written.Body);
        Assert.Equal("500m", written.Json["spec"]!["hard"]!["cpu"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_created_object_with_a_wrong_type_is_a_bad_request()
    {
        var refused = await fixture.Admin.PostAsync($"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/resourcequotas", Quota("\"lots\""));
        Assert.Equal(400, refused.Status);
        Assert.Equal($"ResourceQuota in version \"v1\" cannot be handled as a ResourceQuota: {Malformed}", refused.Json["message"]!.GetValue<string>());
    }

    private static string Quota(string cpu) => $$$"""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q"},"spec":{"hard":{"cpu":{{{cpu}}} } } }""";

    private static string Limit(string sent)
    {
        var quota = Parse($$$"""{"spec":{"hard":{"cpu":{{{sent}}} } } }""");
        ObjectDecoder.Decode(quota, s_schemas.For("", "v1", "ResourceQuota"));
        return quota.StringAt("spec.hard.cpu")!;
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
