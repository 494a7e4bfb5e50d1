using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>
/// The OpenAPI v3 document of a group version of custom resources. Its paths are those of Deployments under other names: requests are the same for every kind,
/// except for the few features that custom resources do not have.
/// </summary>
internal sealed class CustomOpenApi
{
    private const string Model = "/apis/apps/v1/namespaces/{namespace}/deployments";
    private const string ReferencePrefix = "#/components/schemas/";

    private static readonly string[] s_mediaTypes = ["application/json", "application/yaml"];
    private static readonly Lazy<JsonObject> s_apps = new(() => Recorded.Object("openapi/v3/apis_apps_v1.json"));
    private static readonly Lazy<JsonObject> s_core = new(() => Recorded.Object("openapi/v3/api_v1.json"));

    private readonly CustomDefinition _definition;
    private readonly string _version;
    private readonly string _schemaName;

    private CustomOpenApi(CustomDefinition definition, string version)
    {
        _definition = definition;
        _version = version;
        _schemaName = $"{string.Join('.', definition.Group.Split('.').Reverse())}.{version}.{definition.Kind}";
    }

    public static JsonObject Document(IEnumerable<CustomDefinition> definitions, string group, string version)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var definition in definitions.Where(definition => definition.IsEstablished && definition.Group == group))
        {
            if (definition.Versions.FirstOrDefault(known => known.IsServed && known.Name == version) is { } served)
            {
                var part = new CustomOpenApi(definition, version);
                part.AddPaths(paths, served);
                part.AddSchemas(schemas, served);
            }
        }

        AddReferenced(paths, schemas);
        foreach (var name in schemas.Select(schema => schema.Key).ToList())
        {
            AddReferenced(schemas[name], schemas);
        }

        const string options = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
        schemas[options]?.AsObject()["x-kubernetes-group-version-kind"] = OptionVersions.OfCustom("DeleteOptions");
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes CRD Swagger", ["version"] = "v0.1.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(
                schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone())))
            },
        };
    }

    private void AddPaths(JsonObject paths, CustomVersion served)
    {
        var root = $"/apis/{_definition.Group}/{_version}";
        var all = $"{root}/{(_definition.IsNamespaced ? "namespaces/{namespace}/" : "")}{_definition.Plural}";
        if (_definition.IsNamespaced)
        {
            paths[$"{root}/{_definition.Plural}"] = Path("/apis/apps/v1/deployments");
        }

        var collection = Path(Model);
        collection["delete"]!["parameters"] = collection["get"]!["parameters"]!.DeepClone();
        ((JsonObject)collection["delete"]!).Remove("requestBody");
        paths[all] = collection;
        var (scale, status) = (served.Scale is not null ? ["/scale"] : Array.Empty<string>(), served.HasStatus ? ["/status"] : Array.Empty<string>());
        foreach (var subresource in (string[])["", .. scale, .. status])
        {
            var item = Path($"{Model}/{{name}}{subresource}");
            var get = item["get"]!.AsObject();
            get.Insert(
                get.IndexOf("responses"), "parameters",
                new JsonArray(
                    collection["get"]!["parameters"]!.AsArray().First(parameter => parameter!["name"]!.ToString() == "resourceVersion")!.DeepClone()));
            item["patch"]!["responses"]!.AsObject().Remove("201");
            paths[$"{all}/{{name}}{subresource}"] = item;
        }
    }

    private JsonObject Path(string model) => (JsonObject)Rename((JsonObject)s_apps.Value["paths"]![model]!)!;

    // The model's descriptions, with this kind's names.
    private JsonNode? Rename(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Where(item => _definition.IsNamespaced || item?["name"]?.ToString() != "namespace").Select(Rename)]),
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Rename(member.Key, member.Value)))),
        _ => node?.DeepClone(),
    };

    private JsonNode? Rename(string name, JsonNode? value) => name switch
    {
        "tags" => new JsonArray(Camel(_definition.Group, isFirstLower: true) + "_" + _version),
        "operationId" =>
            value!.ToString().Replace("AppsV1", Camel(_definition.Group) + Camel(_version), StringComparison.Ordinal).Replace(
                "Deployment", _definition.Kind, StringComparison.Ordinal)
            .Replace("Namespaced", _definition.IsNamespaced ? "Namespaced" : "", StringComparison.Ordinal),
        "description" =>
            value!.ToString().Replace("list or watch", "list", StringComparison.Ordinal).Replace(
                "name of the Scale", "name of the Deployment", StringComparison.Ordinal).Replace("Deployment", _definition.Kind, StringComparison.Ordinal),
        "$ref" => value!.ToString().Replace("io.k8s.api.apps.v1.Deployment", _schemaName, StringComparison.Ordinal),
        "x-kubernetes-group-version-kind" => Kind(_definition.Kind),
        "content" => Content((JsonObject)value!),
        _ => Rename(value),
    };

    private JsonObject Content(JsonObject content) => content.ContainsKey("application/merge-patch+json")
        ? new JsonObject(
            content.Where(type => !type.Key.Contains("strategic", StringComparison.Ordinal)).Select(type => KeyValuePair.Create(type.Key, Rename(type.Value))))
        : new JsonObject(s_mediaTypes.Select(type => KeyValuePair.Create(type, Rename(content[type] ?? content["*/*"]))));

    private void AddSchemas(JsonObject schemas, CustomVersion served)
    {
        var deployment = ((JsonObject)s_apps.Value["components"]!["schemas"]!["io.k8s.api.apps.v1.Deployment"]!["properties"]!).DeepClone();
        var list = (JsonObject)s_apps.Value["components"]!["schemas"]!["io.k8s.api.apps.v1.DeploymentList"]!.DeepClone();
        var schema = (JsonObject?)(_definition.KeepsUnknown ? null : served.Schema)?.DeepClone()
            ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var name in (string[])["apiVersion", "kind"])
        {
            properties[name] = deployment[name]!.DeepClone();
        }

        properties["metadata"] = Reference(
            "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
            "ObjectMeta");
        schema["properties"] = properties.DeepClone();
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Kind(_definition.Kind));
        schemas[_schemaName] = schema;

        list["description"] = $"{_definition.ListKind} is a list of {_definition.Kind}";
        list["properties"]!["items"] = new JsonObject
        {
            ["description"] = $"List of {_definition.Plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md",
            ["type"] = "array",
            ["items"] = new JsonObject { ["$ref"] = ReferencePrefix + _schemaName },
        };
        list["properties"]!["metadata"] = Reference(
            "Standard list metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds", "ListMeta");
        list["x-kubernetes-group-version-kind"] = new JsonArray(Kind(_definition.ListKind));
        schemas[_schemaName + "List"] = list;
    }

    private JsonObject Kind(string kind) => new() { ["group"] = _definition.Group, ["version"] = _version, ["kind"] = kind };

    private static JsonObject Reference(string description, string name) => new()
    {
        ["description"] = description,
        ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"{ReferencePrefix}io.k8s.apimachinery.pkg.apis.meta.v1.{name}" }),
    };

    private static void AddReferenced(JsonNode? node, JsonObject schemas)
    {
        switch (node)
        {
            case JsonObject map:
                if (map["$ref"] is JsonValue reference && reference.ToString()[ReferencePrefix.Length..] is var name && !schemas.ContainsKey(name))
                {
                    schemas[name] = (s_core.Value["components"]!["schemas"]![name] ?? s_apps.Value["components"]!["schemas"]![name])!.DeepClone();
                    AddReferenced(schemas[name], schemas);
                }

                map.ToList().ForEach(member => AddReferenced(member.Value, schemas));
                break;
            case JsonArray list:
                list.ToList().ForEach(item => AddReferenced(item, schemas));
                break;
        }
    }

    // stable.example.com is StableExampleCom.
    private static string Camel(string name, bool isFirstLower = false)
    {
        var words = string.Concat(name.Split('.', '-').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return isFirstLower ? char.ToLowerInvariant(words[0]) + words[1..] : words;
    }
}
