using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>Converts OpenAPI v3 documents to one OpenAPI v2 document.</summary>
internal static class Swagger
{
    private const string SchemaPrefix = "#/components/schemas/";

    // Keywords that version 2 lacks; and defaults, which the server omits.
    private static readonly string[] s_dropped = ["default", "oneOf", "anyOf", "not", "nullable"];

    // Keywords that old kubectl versions would take as a closed schema.
    private static readonly string[] s_closed = ["type", "properties", "items", "additionalProperties"];

    // As the server's code lists them, where version 3 has them by the alphabet.
    private static readonly string[] s_mediaTypes =
    [
        "text/plain", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json;stream=watch",
        "application/vnd.kubernetes.protobuf;stream=watch",
        "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml",
    ];

    // And its members as go-openapi's struct has them; extensions come last, by the alphabet.
    private static readonly string[] s_operation =
        [
            "description", "consumes", "produces", "schemes", "tags", "operationId", "deprecated", "parameters", "responses", "x-kubernetes-action",
            "x-kubernetes-group-version-kind"
        ];

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
            ["securityDefinitions"] = JsonNode.Parse(
                """{"BearerToken":{"description":"Bearer Token authentication","type":"apiKey","name":"authorization","in":"header"}}"""),
            ["security"] = JsonNode.Parse("""[{"BearerToken":[]}]"""),
        };
        Add(document, documents);
        foreach (var (name, kind) in (IEnumerable<(string, string)>)[("DeleteOptions", "DeleteOptions"), ("WatchEvent", "WatchEvent")])
        {
            document["definitions"]!["io.k8s.apimachinery.pkg.apis.meta.v1." + name]!["x-kubernetes-group-version-kind"] = OptionVersions.All(kind);
        }

        return document;
    }

    /// <summary>Adds the paths and schemas of more documents; existing ones stay.</summary>
    public static void Add(JsonObject document, IEnumerable<JsonObject> documents)
    {
        foreach (var source in documents)
        {
            foreach (var (path, item) in (JsonObject)source["paths"]!)
            {
                document["paths"]![path] = PathItem((JsonObject)item!);
            }

            foreach (var (name, schema) in source["components"]?["schemas"] as JsonObject ?? [])
            {
                if (document["definitions"]![name] is null)
                {
                    document["definitions"]![name] = Schema(schema!);
                }
            }
        }

        SharedParameters.Share(document);
        foreach (var part in (IEnumerable<string>)["paths", "definitions", "parameters"])
        {
            MapOrder.SortMembers((JsonObject)document[part]!);
        }
    }

    private static JsonObject PathItem(JsonObject item) => new(item.Select(member => KeyValuePair.Create<string, JsonNode?>(
        member.Key, member.Key == "parameters" ? new JsonArray([.. member.Value!.AsArray().Select(Parameter)]) : Operation((JsonObject)member.Value!))));

    private static JsonObject Operation(JsonObject operation)
    {
        var result = new JsonObject();
        var parameters = (operation["parameters"] as JsonArray ?? []).Select(Parameter).ToList();
        var content = operation["requestBody"]?["content"] as JsonObject;
        if (content is not null)
        {
            var body = new JsonObject { ["name"] = "body", ["in"] = "body", ["schema"] = Schema(content.First().Value!["schema"]!) };
            body.Set("required", operation["requestBody"]!["required"]);
            parameters.Insert(0, SharedParameters.Ordered(body));
        }

        foreach (var (name, value) in operation)
        {
            switch (name)
            {
                case "requestBody" or "parameters":
                    break;
                case "responses":
                    var produced = value!.AsObject().SelectMany(
                        response => response.Value!["content"]?.AsObject().Select(type => type.Key) ?? []).Distinct().ToList();
                    if (content is not null || operation.ContainsKey("x-kubernetes-action"))
                    {
                        result["consumes"] = MediaTypes(content?.Select(type => type.Key) ?? ["*/*"]);
                    }
                    else if (!IsText(value.AsObject()))
                    {
                        result["consumes"] = MediaTypes(produced);
                    }

                    result["produces"] = MediaTypes(produced);
                    result["schemes"] = new JsonArray("https");
                    if (parameters.Count > 0)
                    {
                        result["parameters"] = new JsonArray([.. parameters]);
                    }

                    result["responses"] = new JsonObject(
                        value.AsObject().Select(response => KeyValuePair.Create<string, JsonNode?>(response.Key, Response((JsonObject)response.Value!))));
                    break;
                default:
                    result[name] = value?.DeepClone();
                    break;
            }
        }

        // The aggregator writes its own part from its structs; the rest has come to it as text, and lies in maps.
        if (result["x-kubernetes-group-version-kind"] is JsonObject kind && kind["group"]?.ToString() != "apiregistration.k8s.io")
        {
            MapOrder.SortMembers(kind);
        }

        return new JsonObject(
            result.OrderBy(member => Array.IndexOf(s_operation, member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
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

    private static JsonObject Parameter(JsonNode? parameter)
    {
        var result = (JsonObject)parameter!.DeepClone();
        result.Remove("schema");
        foreach (var (name, value) in parameter["schema"]!.AsObject())
        {
            result[name] = value?.DeepClone();
        }

        return SharedParameters.Ordered(result);
    }

    private static JsonNode? Schema(JsonNode schema)
    {
        if (schema is not JsonObject map)
        {
            return schema.DeepClone();
        }

        // An open or nullable schema has no properties.
        var isOpen = map["x-kubernetes-preserve-unknown-fields"]?.ToString() == "true" && !map.ContainsKey("x-kubernetes-group-version-kind")
            || map["nullable"]?.ToString() == "true";
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
            var format = result["format"]?.DeepClone();
            result.Remove("format");
            result["type"] = "string";
            result.Set("format", format);
        }

        return result;
    }

    private static string Reference(JsonNode reference) => reference.ToString().Replace(SchemaPrefix, "#/definitions/", StringComparison.Ordinal);

    // The documents of the token issuer, which its handlers write themselves.
    private static bool IsText(JsonObject responses) =>
        responses["200"]?["content"]?.AsObject().FirstOrDefault().Value?["schema"]?["type"]?.ToString() == "string";

    private static JsonArray MediaTypes(IEnumerable<string> types) =>
        new([.. types.OrderBy(type => Array.IndexOf(s_mediaTypes, type)).Select(type => JsonValue.Create(type))]);
}
