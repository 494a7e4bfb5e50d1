using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Validates a custom object by its schema, with the messages of kube-openapi.</summary>
internal sealed class CustomValidator
{
    // After one of these errors, a real server skips the CEL rules, and reports it.
    private static readonly string[] s_blocking =
    [
        "FieldValueRequired", "FieldValueNotSupported", "FieldValueTooLong", "FieldValueTypeInvalid"
    ];

    private readonly List<StatusCause> _causes = [];

    private CustomValidator()
    {
    }

    public static IEnumerable<StatusCause> Validate(JsonObject value, CustomRules rules)
    {
        if (rules.Schema is not { } schema)
        {
            return [];
        }

        var validator = new CustomValidator();
        validator.Check(value, schema, "");
        return rules.HasExpressions && validator._causes.Any(cause => s_blocking.Contains(cause.Reason))
            ? validator._causes.Append(ApiErrors.InvalidValue(
                "<nil>", "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"))
            : validator._causes;
    }

    private void Check(JsonNode? value, JsonObject schema, string path)
    {
        CheckType(value, schema, path);
        switch (value?.GetValueKind())
        {
            case JsonValueKind.String:
                CheckText(value.GetValue<string>(), schema, path);
                break;
            case JsonValueKind.Number:
                CheckNumber(value, schema, path);
                break;
            case JsonValueKind.Array:
                CheckList((JsonArray)value, schema, path);
                break;
        }

        CheckEnum(value, schema, path);
        if (value is JsonObject map)
        {
            CheckMap(map, schema, path);
        }
    }

    private void CheckType(JsonNode? value, JsonObject schema, string path)
    {
        var types = schema.IsTrueAt("x-kubernetes-int-or-string")
            ? ["integer", "string"]
            : schema.StringAt("type") is { Length: > 0 } type
            ? [type]
            : Array.Empty<string>();
        var actual = TypeOf(value);
        if (types.Length > 0 && !types.Contains(actual) && !(actual == "integer" && types.Contains("number"))
            && !(actual == "null" && schema.IsTrueAt("nullable")))
        {
            _causes.Add(ApiErrors.TypeInvalid(
                path, ApiErrors.Quote(actual), $"{path} in body must be of type {string.Join(',', types)}: \"{actual}\""));
        }
    }

    private void CheckText(string text, JsonObject schema, string path)
    {
        var length = text.EnumerateRunes().Count();
        if (Number(schema, "maxLength") is { } longest && length > longest)
        {
            _causes.Add(new StatusCause(
                "FieldValueTooLong", string.Create(CultureInfo.InvariantCulture, $"Too long: may not be more than {longest} bytes"), path));
        }

        if (Number(schema, "minLength") is { } shortest && length < shortest)
        {
            Invalid(path, ApiErrors.Quote(text), string.Create(CultureInfo.InvariantCulture, $"should be at least {shortest} chars long"));
        }

        if (schema.StringAt("pattern") is { } pattern && !Matches(text, pattern))
        {
            Invalid(path, ApiErrors.Quote(text), $"should match '{pattern}'");
        }
    }

    private void CheckNumber(JsonNode value, JsonObject schema, string path)
    {
        var (number, shown) = (double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture), value.ToJsonString());
        if (Number(schema, "maximum") is { } most && (number > most || (schema.IsTrueAt("exclusiveMaximum") && number >= most)))
        {
            Invalid(path, shown, $"should be less than {(schema.IsTrueAt("exclusiveMaximum") ? "" : "or equal to ")}{schema["maximum"]}");
        }

        if (Number(schema, "minimum") is { } least && (number < least || (schema.IsTrueAt("exclusiveMinimum") && number <= least)))
        {
            Invalid(path, shown, $"should be greater than {(schema.IsTrueAt("exclusiveMinimum") ? "" : "or equal to ")}{schema["minimum"]}");
        }
    }

    private void CheckList(JsonArray list, JsonObject schema, string path)
    {
        if (schema["items"] is JsonObject items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Check(list[i], items, $"{path}[{i}]");
            }
        }
    }

    private void CheckEnum(JsonNode? value, JsonObject schema, string path)
    {
        if (value is not null && schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            var supported = allowed.Select(one => ApiErrors.Quote(one?.ToString() ?? "null"));
            var shown = value.GetValueKind() == JsonValueKind.String ? ApiErrors.Quote(value.GetValue<string>()) : JsonText.ToText(value);
            _causes.Add(new StatusCause("FieldValueNotSupported", $"Unsupported value: {shown}: supported values: {string.Join(", ", supported)}", path));
        }
    }

    private void CheckMap(JsonObject map, JsonObject schema, string path)
    {
        foreach (var (name, member) in map)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject child)
            {
                Check(member, child, Join(path, name));
            }
        }

        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !map.ContainsKey(name)))
        {
            _causes.Add(ApiErrors.Required(Join(path, name)));
        }
    }

    private void Invalid(string path, string value, string message) => _causes.Add(ApiErrors.InvalidValue(path, value, $"{path} in body {message}"));

    // An expression that only Go knows matches everything.
    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => double.IsInteger(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) ? "integer" : "number",
        _ => "boolean",
    };

    private static double? Number(JsonObject schema, string name) => schema[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
