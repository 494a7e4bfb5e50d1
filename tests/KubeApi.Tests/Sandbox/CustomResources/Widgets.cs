using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.CustomResources;

/// <summary>A custom resource in its own group.</summary>
internal sealed class Widgets(SandboxClient admin, string group)
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public string Group => group;

    /// <summary>Its definition.</summary>
    public string Definition => $"{Definitions}/widgets.{group}";

    /// <summary>Its objects, in the namespace default.</summary>
    public string Path => Objects("v1");

    public string Objects(string version) => $"/apis/{group}/{version}/namespaces/default/widgets";

    /// <summary>Defines it with a version v1 whose schema has these properties, and with further fields of the version: `{"subresources":{…}}`.</summary>
    public static Task<Widgets> DefineAsync(SandboxClient admin, string properties, string more = "{}") =>
        DefineAsync(admin, [Version("v1", properties, more)]);

    public static async Task<Widgets> DefineAsync(SandboxClient admin, string[] versions)
    {
        var widgets = new Widgets(admin, NewGroup());
        var created = await admin.PostAsync(Definitions, Body(widgets.Group, versions));
        Assert.True(created.Status == 201, created.Body);
        return widgets;
    }

    public static string NewGroup() => $"g{Guid.NewGuid():n}.example.com"[20..];

    /// <summary>A served version; v1 is the stored one.</summary>
    public static string Version(string name, string properties = "{}", string more = "{}")
    {
        var version = JsonNode.Parse(more)!.AsObject();
        version["name"] = name;
        version["served"] = true;
        version["storage"] = name == "v1";
        version["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["properties"] = JsonNode.Parse(properties) } };
        return version.ToJsonString();
    }

    public static string Body(string group, params string[] versions) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = $"widgets.{group}" },
        ["spec"] = new JsonObject
        {
            ["group"] = group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = "widgets", ["kind"] = "Widget" },
            ["versions"] = new JsonArray([.. versions.Select(version => JsonNode.Parse(version))]),
        },
    }.ToJsonString();

    /// <summary>A merge patch that replaces all versions with these.</summary>
    public static string Versions(params string[] versions) => $"{{\"spec\":{{\"versions\":[{string.Join(',', versions)}]}}}}";

    /// <summary>Creates one with these members and its name.</summary>
    public Task<SandboxResponse> CreateAsync(string name, string members, string query = "")
    {
        var value = JsonNode.Parse(members)!.AsObject();
        value["metadata"] = new JsonObject { ["name"] = name };
        return admin.PostAsync(Path + query, Named(value).ToJsonString());
    }

    /// <summary>The object with apiVersion and kind, which a server requires for custom resources.</summary>
    public JsonObject Named(JsonObject value)
    {
        value["apiVersion"] ??= $"{group}/v1";
        value["kind"] ??= "Widget";
        return value;
    }

    public async Task<IReadOnlyList<string>> RefusedAsync(string members) => Causes(await CreateAsync("refused", members));

    /// <summary>The causes of an error as `field: message`.</summary>
    public static IReadOnlyList<string> Causes(SandboxResponse refused)
    {
        Assert.True(refused.Status == 422, refused.Body);
        return [.. refused.Json["details"]!["causes"]!.AsArray().Select(cause => $"{cause!["field"]}: {cause["message"]}")];
    }

    public async Task<JsonNode?> SpecAsync(string name) => (await admin.GetAsync($"{Path}/{name}")).Json["spec"];
}
