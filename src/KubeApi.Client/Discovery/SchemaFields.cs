using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Lists the fields of resource types. Pure.</summary>
public static class SchemaFields
{
    // Types that refer to each other twice have a number of fields that doubles with each level.
    private const int MaxFields = 100_000;

    // In an error message.
    private const int MaxNamed = 8;

    /// <summary>Splits a path into the resource type, by any of its names, and the fields: <c>deployments.apps.spec</c>.</summary>
    /// <param name="catalog">The types of the server.</param>
    /// <param name="path">The path; indexes of lists are dropped.</param>
    public static (string Resource, string[] Fields) Split(ApiCatalog catalog, string path)
    {
        var parts = path.Split('.');
        for (var count = parts.Length; count > 1; count--)
        {
            // The beginning of a group would be enough for a type's name, but here a field may be meant.
            var (name, rest) = (string.Join('.', parts[..count]), string.Join('.', parts[1..count]));
            if (ResourceLookup.Find(catalog, name) is [var found] && (rest == found.Group || rest == $"{found.Version}.{found.Group}".TrimEnd('.')))
            {
                return (name, Bare(parts[count..]));
            }
        }

        return (parts[0], Bare(parts[1..]));
    }

    /// <summary>The fields of a resource type or of one of its fields, in the server's order; the field itself if it has none.</summary>
    /// <param name="document">The schemas.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="name">The type as the user wrote it; the paths begin with it.</param>
    /// <param name="path">The names of the fields down to the requested one, in any case.</param>
    /// <param name="depth">The number of levels below these fields to list, too; a type that contains itself is listed once.</param>
    /// <exception cref="KubeApiException">There is no such field, or no schema.</exception>
    public static IEnumerable<SchemaField> List(SchemaDocument document, ApiResource resource, string name, IReadOnlyList<string> path, int depth)
    {
        var schema = document.Of(resource);
        if (schema.ValueKind == JsonValueKind.Undefined)
        {
            throw new KubeApiException(FailureKind.FieldNotFound, $"The server publishes no schema of {resource.FullName} ({resource.Version}).");
        }

        List<string> above = [];
        var at = default(SchemaField);
        schema = document.Fields(schema, above);
        foreach (var wanted in path)
        {
            var fields = PropertiesOf(schema);
            // Names that differ only in case are rare, but then the case counts.
            var index = fields.FindIndex(f => f.Name == wanted) is var exact and >= 0
                ? exact
                : fields.FindIndex(f => f.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                throw NoField(at?.Path ?? name, at?.Type, wanted, [.. fields.Select(f => f.Name)]);
            }

            at = Field(document, schema, fields[index], at?.Path ?? name, 0);
            schema = document.Fields(fields[index].Value, above);
        }

        return PropertiesOf(schema).Count > 0 || at is null ? Bounded(Below(document, schema, at?.Path ?? name, 0, depth, above), at?.Path ?? name) : [at];
    }

    private static KubeApiException NoField(string path, string? type, string wanted, IReadOnlyList<string> fields)
    {
        var closest = fields.OrderBy(f => NearNames.Distance(wanted, f)).Take(MaxNamed).ToList();
        var others = fields.Count - closest.Count;
        var hint = fields.Count == 0 ? $" Its type is {type}."
            : NearNames.Question(wanted, fields) is { Length: > 0 } question ? question
            : $" It has {string.Join(", ", closest)}{(others > 0 ? $", and {others} more" : "")}.";
        return new KubeApiException(FailureKind.FieldNotFound, new Status
        {
            Reason = nameof(FailureKind.FieldNotFound),
            Message = $"{path} has no field '{wanted}'.{hint}",
            Name = fields.Count > 0 ? path : "",
        });
    }

    private static IEnumerable<SchemaField> Bounded(IEnumerable<SchemaField> fields, string path)
    {
        var count = 0;
        foreach (var field in fields)
        {
            yield return count++ < MaxFields ? field : throw new KubeApiException(
                FailureKind.InvalidAnswer, $"The server's schema of {path} has more than {MaxFields} fields; the first ones were listed.");
        }
    }

    private static IEnumerable<SchemaField> Below(SchemaDocument document, JsonElement schema, string path, int level, int depth, List<string> above)
    {
        foreach (var property in PropertiesOf(schema))
        {
            var field = Field(document, schema, property, path, level);
            yield return field;

            List<string> passed = [];
            var its = document.Fields(property.Value, passed);
            if (level < depth && !passed.Exists(above.Contains))
            {
                foreach (var inner in Below(document, its, field.Path, level + 1, depth, [.. above, .. passed]))
                {
                    yield return inner;
                }
            }
        }
    }

    private static SchemaField Field(SchemaDocument document, JsonElement parent, JsonProperty property, string path, int level)
    {
        var (name, schema) = (property.Name, property.Value);
        var target = document.Target(schema);
        var required = parent.Texts("required").Contains(name);
        // For a list, the values of its items.
        var values = new[] { schema, target, document.Resolve(schema) }.Select(s => s.Items("enum").ToList()).FirstOrDefault(e => e.Count > 0) ?? [];
        return new SchemaField(
            name,
            $"{path}.{name}",
            TerminalText.Clean(TypeOf(document, schema)),
            required,
            DefaultOf(schema.Child("default"), required),
            [.. values.Select(v => TerminalText.Clean(v.ToString()))],
            TerminalText.Clean(schema.TextOrNull("description") ?? target.Text("description")))
        {
            Depth = level,
        };
    }

    private static List<JsonProperty> PropertiesOf(JsonElement schema) =>
        schema.Child("properties") is { ValueKind: JsonValueKind.Object } properties ? [.. properties.EnumerateObject()] : [];

    // Times have a name too, but are strings.
    private static string TypeOf(SchemaDocument document, JsonElement schema) =>
        SchemaDocument.ReferenceOf(schema) is { } reference
            ? document.Target(schema).TextOrNull("type") is { } simple && simple != "object" ? simple : reference[(reference.LastIndexOfAny(['.', '/']) + 1)..]
        : schema.Child("items") is { ValueKind: JsonValueKind.Object } items ? $"[]{TypeOf(document, items)}"
        : schema.Child("additionalProperties") is { ValueKind: JsonValueKind.Object } values ? $"map[string]{TypeOf(document, values)}"
        : schema.IsTrue("x-kubernetes-int-or-string") ? "IntOrString"
        : schema.TextOrNull("type") is { } type && type != "object" ? type
        : "Object";

    // The schemas of built-in types have the zero value of Go as the default of fields that have none.
    private static object? DefaultOf(JsonElement value, bool required) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => TerminalText.Clean(text),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? required && number == 0 ? null : number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => required ? null : false,
        JsonValueKind.Object when value.EnumerateObject().Any() => TerminalText.Clean(value.GetRawText()),
        JsonValueKind.Array => TerminalText.Clean(value.GetRawText()),
        _ => null,
    };

    private static string[] Bare(IEnumerable<string> fields) => [.. fields.Select(f => f.Split('[')[0]).Where(f => f.Length > 0)];
}
