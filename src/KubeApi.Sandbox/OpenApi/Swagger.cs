using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>Makes one OpenAPI v2 document of OpenAPI v3 documents: the same paths and schemas in the older words.</summary>
internal sealed class Swagger
{
    private const string SchemaPrefix = "#/components/schemas/";

    // What version 2 has no words for; and defaults, which the server leaves out of it.
    private static readonly string[] s_dropped = ["default", "oneOf", "anyOf", "not", "nullable"];

    // What kubectl of old would take for a promise that there is nothing else.
    private static readonly string[] s_closed = ["type", "properties", "items", "additionalProperties"];

    private readonly JsonObject _document;
    private readonly Dictionary<string, (JsonObject Value, int Uses)> _parameters = new(StringComparer.Ordinal);

    private Swagger(JsonObject document) => _document = document;

    /// <summary>The document of the server itself.</summary>
    public static JsonObject Of(IEnumerable<JsonObject> documents)
    {
        var document = new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "1.36" },
            ["paths"] = new JsonObject(),
            ["definitions"] = new JsonObject(),
            ["parameters"] = new JsonObject(),
            ["securityDefinitions"] = JsonNode.Parse("""{"BearerToken":{"description":"Bearer Token authentication","type":"apiKey","name":"authorization","in":"header"}}"""),
            ["security"] = JsonNode.Parse("""[{"BearerToken":[]}]"""),
        };
        Add(document, documents);
        foreach (var (name, kind) in (IEnumerable<(string, string)>)[("DeleteOptions", "DeleteOptions"), ("WatchEvent", "WatchEvent")])
        {
            document["definitions"]!["io.k8s.apimachinery.pkg.apis.meta.v1." + name]!["x-kubernetes-group-version-kind"] = OptionVersions.All(kind);
        }

        return document;
    }

    /// <summary>Adds the paths and schemas of more documents; what is known already stays.</summary>
    public static void Add(JsonObject document, IEnumerable<JsonObject> documents)
    {
        var swagger = new Swagger(document);
        foreach (var source in documents)
        {
            foreach (var (path, item) in (JsonObject)source["paths"]!)
            {
                document["paths"]![path] = swagger.PathItem((JsonObject)item!);
            }

            foreach (var (name, schema) in source["components"]?["schemas"] as JsonObject ?? [])
            {
                if (document["definitions"]![name] is null)
                {
                    document["definitions"]![name] = Schema(schema!);
                }
            }
        }

        swagger.ShareParameters();
    }

    private JsonObject PathItem(JsonObject item) => new(item.Select(member => KeyValuePair.Create<string, JsonNode?>(
        member.Key, member.Key == "parameters" ? new JsonArray([.. member.Value!.AsArray().Select(Parameter)]) : Operation((JsonObject)member.Value!))));

    private JsonObject Operation(JsonObject operation)
    {
        var result = new JsonObject();
        var parameters = (operation["parameters"] as JsonArray ?? []).Select(Parameter).ToList();
        var content = operation["requestBody"]?["content"] as JsonObject;
        if (content is not null)
        {
            var body = new JsonObject { ["name"] = "body", ["in"] = "body", ["schema"] = Schema(content.First().Value!["schema"]!) };
            body.Set("required", operation["requestBody"]!["required"]);
            parameters.Insert(0, Counted(body));
        }

        foreach (var (name, value) in operation)
        {
            switch (name)
            {
                case "requestBody" or "parameters":
                    break;
                case "responses":
                    var produced = value!.AsObject().SelectMany(response => response.Value!["content"]?.AsObject().Select(type => type.Key) ?? []).Distinct().ToList();
                    result["consumes"] = Texts(content?.Select(type => type.Key) ?? (operation.ContainsKey("x-kubernetes-action") ? ["*/*"] : produced));
                    result["produces"] = Texts(produced);
                    result["schemes"] = new JsonArray("https");
                    if (parameters.Count > 0)
                    {
                        result["parameters"] = new JsonArray([.. parameters]);
                    }

                    result["responses"] = new JsonObject(value.AsObject().Select(response => KeyValuePair.Create<string, JsonNode?>(response.Key, Response((JsonObject)response.Value!))));
                    break;
                default:
                    result[name] = value?.DeepClone();
                    break;
            }
        }

        return result;
    }

    private static JsonObject Response(JsonObject response)
    {
        var result = new JsonObject { ["description"] = response["description"]!.DeepClone() };
        if ((response["content"] as JsonObject)?.FirstOrDefault().Value?["schema"] is { } schema)
        {
            result["schema"] = Schema(schema);
        }

        return result;
    }

    private JsonObject Parameter(JsonNode? parameter)
    {
        var result = (JsonObject)parameter!.DeepClone();
        result.Remove("schema");
        foreach (var (name, value) in parameter["schema"]!.AsObject())
        {
            result[name] = value?.DeepClone();
        }

        return Counted(result);
    }

    private JsonObject Counted(JsonObject parameter)
    {
        var key = JsonText.ToText(parameter);
        _parameters[key] = (parameter, _parameters.GetValueOrDefault(key).Uses + 1);
        return parameter;
    }

    // What many operations say alike is said once: it makes a quarter of the document.
    private void ShareParameters()
    {
        foreach (var (text, (value, uses)) in _parameters.Where(parameter => parameter.Value.Uses > 1))
        {
            _document["parameters"]![ShortName(value, text)] = value.DeepClone();
        }

        foreach (var parameters in _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(member => member.Value as JsonArray ?? member.Value!["parameters"] as JsonArray).OfType<JsonArray>())
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                if (parameters[i] is JsonObject value && JsonText.ToText(value) is var text && _parameters.GetValueOrDefault(text).Uses > 1)
                {
                    parameters[i] = new JsonObject { ["$ref"] = "#/parameters/" + ShortName(value, text) };
                }
            }
        }
    }

    private static string ShortName(JsonObject parameter, string text) =>
        $"{parameter["name"]}-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6)).Replace('+', '-').Replace('/', '_')}";

    private static JsonNode? Schema(JsonNode schema)
    {
        if (schema is not JsonObject map)
        {
            return schema.DeepClone();
        }

        // A schema that is open, or that may be null, says nothing of what is in it.
        var isOpen = map["x-kubernetes-preserve-unknown-fields"]?.ToString() == "true" && !map.ContainsKey("x-kubernetes-group-version-kind") || map["nullable"]?.ToString() == "true";
        var result = new JsonObject();
        foreach (var (name, value) in map)
        {
            if (name == "allOf" && value is JsonArray { Count: 1 } one && one[0]?["$ref"] is { } only)
            {
                result["$ref"] = Reference(only);
            }
            else if (!s_dropped.Contains(name) && name != "allOf" && !(isOpen && s_closed.Contains(name)))
            {
                result[name] = name switch
                {
                    "$ref" => Reference(value!),
                    "properties" => new JsonObject(value!.AsObject().Select(property => KeyValuePair.Create(property.Key, Schema(property.Value!)))),
                    "items" or "additionalProperties" => Schema(value!),
                    _ => value?.DeepClone(),
                };
            }
        }

        if (map.ContainsKey("oneOf") && !map.ContainsKey("type") && !map.ContainsKey("x-kubernetes-int-or-string"))
        {
            // Quantities, and ports by name or number.
            result["type"] = "string";
        }

        return result;
    }

    private static string Reference(JsonNode reference) => reference.ToString().Replace(SchemaPrefix, "#/definitions/", StringComparison.Ordinal);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
