using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.Schemas;

/// <summary>In which order a server writes the fields of its types: in that of the published types, whose OpenAPI documents are sorted by name.</summary>
internal static class FieldOrder
{
    /// <summary>The JSON names of the fields.</summary>
    /// <param name="component">The name of the type in an OpenAPI document: `io.k8s.api.core.v1.PodSpec`, whose message is `core.v1.PodSpec`.</param>
    public static List<string> Of(string component) => [.. Names(string.Join('.', component.Split('.').TakeLast(3)))];

    // `name` of a volume comes before what its source says, which stands beside it in JSON.
    private static IEnumerable<string> Names(string message) => (ProtobufTable.FieldsOf(message) ?? []).Values
        .SelectMany(field => field.Shape == ProtobufFieldShape.Inlined ? Names(field.Type) : [field.Name]);
}
