using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class FieldAdviceTests
{
    private const string Document =
        """
        {"components":{"schemas":{
          "W":{"properties":{"spec":{"allOf":[{"$ref":"#/components/schemas/S"}],"default":{}}},"x-kubernetes-group-version-kind":[{"group":"g","version":"v1","kind":"W"}]},
          "S":{"properties":{"replicas":{},"parts":{"type":"array","items":{"$ref":"#/components/schemas/P"}},"map":{"additionalProperties":{"$ref":"#/components/schemas/P"}}}},
          "P":{"properties":{"image":{},"name":{},"imagePullPolicy":{}}}}}}
        """;

    [Theory]
    [InlineData(400, "BadRequest", "strict decoding error: unknown field \"spec.parts[0].imag\", unknown field \"dta\"", "spec.parts.imag dta")]
    [InlineData(500, "", "failed to create typed patch object (/d; apps/v1, Kind=W): .spec.replica: field not declared in schema", "spec.replica")]
    [InlineData(500, "", "errors:\n  .spec.parts[name=\"c\"].imag: field not declared in schema\n  .dta: field not declared in schema", "spec.parts.imag dta")]
    [InlineData(500, "InternalError", ".a: field not declared in schema", "")]
    [InlineData(404, "NotFound", "unknown field \"x\"", "")]
    public void Unknown_fields_are_read_from_the_error_of_the_server(int code, string reason, string message, string fields) =>
        Assert.Equal(fields, string.Join(' ', FieldAdvice.UnknownFields(new Status { Code = code, Reason = reason, Message = message })));

    [Theory]
    [InlineData("spec.replica", "Did you mean 'replicas'?")]
    [InlineData("spec.parts.imag", "Did you mean 'image'?")]
    [InlineData("spec.parts.imgae", "Did you mean 'image'?")]
    [InlineData("spec.map.x.nam", "Did you mean 'name'?")]
    [InlineData("spc", "Did you mean 'spec'?")]
    [InlineData("spec.colour", null)]
    [InlineData("nothing.there", null)]
    public void Similar_field_names_are_suggested(string field, string? advice)
    {
        using var document = JsonDocument.Parse(Document);

        Assert.Equal(advice, FieldAdvice.Suggest(document.RootElement, new ApiResource { Name = "ws", Kind = "W", Group = "g", Version = "v1" }, [field]));
    }
}
