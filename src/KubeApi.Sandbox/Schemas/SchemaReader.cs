namespace KubeApi.Sandbox.Schemas;

/// <summary>Creates schemas from the `components` of an OpenAPI v3 document, or from a single schema. Keeps nothing of the document.</summary>
/// <param name="components">The targets of references; undefined for a schema without references.</param>
internal sealed class SchemaReader(JsonElement components)
{
    private const string ReferencePrefix = "#/components/schemas/";

    private readonly Dictionary<string, Schema> _known = new(StringComparer.Ordinal);

    public Schema Named(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        var component = components.GetProperty(name);
        if (!component.TryGetProperty("properties", out var properties))
        {
            return _known[name] = Read(component, GoName(name));
        }

        // Registered before its fields are read, because a type may contain itself.
        var fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal);
        var schema = _known[name] = Struct(component, GoName(name), fields);
        AddFields(component, properties, fields);
        return schema;
    }

    /// <summary>The schema of a property, of items, or of a component without properties.</summary>
    public Schema Read(JsonElement source, string? typeName = null)
    {
        if (Reference(source) is { } name)
        {
            var named = Named(name);
            return Text(source, "x-kubernetes-map-type") == "atomic" ? named with { IsAtomic = true } : named;
        }

        if (Flag(source, "x-kubernetes-int-or-string") || (!source.TryGetProperty("type", out _) && source.TryGetProperty("oneOf", out _)))
        {
            return new Schema(SchemaShape.Scalar, typeName ?? "intstr.IntOrString") { Scalar = ScalarKind.Untyped, Format = Text(source, "format") ?? "" };
        }

        switch (Text(source, "type"))
        {
            case "object":
                return ReadObject(source, typeName);
            case "array":
                return ReadList(source, typeName);
            case "string":
                return ReadScalar(source, ScalarKind.String, typeName ?? (Text(source, "format") == "byte" ? "[]uint8" : "string"));
            case "integer":
                return ReadScalar(source, ScalarKind.Integer, typeName ?? Text(source, "format") ?? "int64");
            case "number":
                return ReadScalar(source, ScalarKind.Number, typeName ?? "float64");
            case "boolean":
                return ReadScalar(source, ScalarKind.Boolean, typeName ?? "bool");
            default:
                return Schema.Anything;
        }
    }

    private Schema ReadObject(JsonElement source, string? typeName)
    {
        if (source.TryGetProperty("properties", out var properties))
        {
            var fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal);
            AddFields(source, properties, fields);
            if (Flag(source, "x-kubernetes-embedded-resource"))
            {
                AddEmbedded(fields);
            }

            return Struct(source, typeName ?? "struct", fields);
        }

        // An object without declared members accepts any.
        var element = source.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object
            ? Read(values)
            : Schema.Anything;
        return new Schema(SchemaShape.Map, typeName ?? "map[string]" + element.TypeName)
        {
            Element = element,
            IsAtomic = Text(
            source, "x-kubernetes-map-type") == "atomic"
        };
    }

    // Lists without a list type follow the patch strategy of strategic merge patches: those that are replaced are atomic.
    private Schema ReadList(JsonElement source, string? typeName)
    {
        var element = source.TryGetProperty("items", out var items) ? Read(items) : Schema.Anything;
        var list = new Schema(SchemaShape.List, typeName ?? "[]" + element.TypeName) { Element = element };
        return Text(source, "x-kubernetes-list-type") switch
        {
            "map" => list with { Keys = Texts(source, "x-kubernetes-list-map-keys") },
            "set" => list,
            null when Strategies(source).Contains("merge") => list with { Keys = Text(source, "x-kubernetes-patch-merge-key") is { } key ? [key] : [] },
            _ => list with { IsAtomic = true },
        };
    }

    private static Schema Struct(JsonElement source, string typeName, Dictionary<string, SchemaField> fields) => new(SchemaShape.Struct, typeName)
    {
        Fields = fields,
        Element = Flag(source, "x-kubernetes-preserve-unknown-fields") ? Schema.Anything : null,
        IsAtomic = Text(source, "x-kubernetes-map-type") == "atomic",
    };

    private static Schema ReadScalar(JsonElement source, ScalarKind kind, string typeName) =>
        new(SchemaShape.Scalar, typeName) { Scalar = kind, Format = Text(source, "format") ?? "", Enum = Texts(source, "enum") };

    private void AddFields(JsonElement source, JsonElement properties, Dictionary<string, SchemaField> fields)
    {
        var required = Texts(source, "required");
        foreach (var property in properties.EnumerateObject())
        {
            var @default = property.Value.TryGetProperty("default", out var value) ? JsonNode.Parse(value.GetRawText()) : null;
            fields[property.Name] = new SchemaField(
                Read(property.Value), @default, required.Contains(property.Name), Strategies(property.Value), Text(
                    property.Value, "x-kubernetes-patch-merge-key"));
        }
    }

    // An embedded object has apiVersion, kind and metadata.
    private static void AddEmbedded(Dictionary<string, SchemaField> fields)
    {
        foreach (var name in (string[])["apiVersion", "kind", "metadata"])
        {
            fields.TryAdd(name, new SchemaField(Schema.Anything, null, false, [], null));
        }
    }

    // A reference with a default or a description is wrapped in an allOf.
    private static string? Reference(JsonElement source)
    {
        var target = source.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1 ? all[0] : source;
        return Text(target, "$ref") is { } reference ? reference[ReferencePrefix.Length..] : null;
    }

    private static string[] Strategies(JsonElement source) => Text(source, "x-kubernetes-patch-strategy")?.Split(',') ?? [];

    // io.k8s.api.core.v1.PodSpec is v1.PodSpec in messages.
    private static string GoName(string component)
    {
        var parts = component.Split('.');
        return parts.Length < 2 ? component : $"{parts[^2]}.{parts[^1]}";
    }

    private static string? Text(JsonElement source, string name) =>
        source.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement source, string name) => source.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static IReadOnlyList<string> Texts(JsonElement source, string name) =>
        source.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => value.ToString())]
            : [];
}
