namespace KubeApi.Sandbox.Schemas;

/// <summary>The schema of a value, with the parts that an API server uses. One object per type of an OpenAPI document; types may contain themselves.</summary>
internal sealed record Schema(SchemaShape Shape, string TypeName)
{
    private static readonly Dictionary<string, SchemaField> s_none = new(StringComparer.Ordinal);

    public static Schema Anything { get; } = new(SchemaShape.Anything, "interface {}");

    /// <summary>The declared fields of an object; none for other shapes.</summary>
    public IReadOnlyDictionary<string, SchemaField> Fields { get; init; } = s_none;

    /// <summary>The schema of list items, map values and undeclared fields; null if they are not allowed.</summary>
    public Schema? Element { get; init; }

    /// <summary>The value is owned and merged as a whole.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>The keys of list items; a merged list without keys is a set.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public ScalarKind Scalar { get; init; }

    /// <summary>`int32`, `byte`, `date-time` …; empty for none.</summary>
    public string Format { get; init; } = "";

    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>An amount of something, `100m` or `1.5Gi`, as Go's type of that name reads it.</summary>
    public bool IsQuantity => Shape == SchemaShape.Scalar && TypeName == "resource.Quantity";

    public bool IsObject => Shape is SchemaShape.Struct or SchemaShape.Map;

    /// <summary>The schema of a member; null if it is not allowed.</summary>
    public Schema? Member(string name) => Fields.TryGetValue(name, out var field) ? field.Type : Element;

    /// <summary>This schema, or for an untyped value the one of its JSON type: maps merge, lists are atomic.</summary>
    public Schema For(JsonNode? value) => Shape != SchemaShape.Anything ? this : value switch
    {
        JsonObject => new Schema(SchemaShape.Map, TypeName) { Element = Anything },
        JsonArray => new Schema(SchemaShape.List, TypeName) { Element = Anything, IsAtomic = true },
        _ => new Schema(SchemaShape.Scalar, TypeName) { Scalar = ScalarKind.Untyped },
    };

    /// <summary>Whether a plain value has this schema's scalar type.</summary>
    public bool Fits(JsonNode value) => (Scalar, value.GetValueKind()) switch
    {
        (ScalarKind.Untyped, JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => true,
        (ScalarKind.String, JsonValueKind.String) => true,
        (ScalarKind.Integer or ScalarKind.Number, JsonValueKind.Number) => true,
        (ScalarKind.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        _ => false,
    };
}
