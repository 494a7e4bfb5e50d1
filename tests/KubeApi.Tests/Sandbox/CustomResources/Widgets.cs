using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.CustomResources;

/// <summary>A custom resource in a group of its own.</summary>
internal sealed class Widgets(SandboxClient admin, string group)
{
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public string Group => group;

    /// <summary>Its definition.</summary>
    public string Definition => $"{Definitions}/widgets.{group}";

    /// <summary>Its objects, in the namespace default.</summary>
    public string Path => Objects("v1");

    public string Objects(string version) => $"/apis/{group}/{version}/namespaces/default/widgets";

    /// <summary>Defines it with a version v1 whose schema has these properties.</summary>
    /// <param name="more">What else the version has, as members: `"subresources":{…}`.</param>
    public static Task<Widgets> DefineAsync(SandboxClient admin, string properties, string more = "") => DefineAsync(admin, [Version("v1", properties, more)]);

    public static async Task<Widgets> DefineAsync(SandboxClient admin, string[] versions)
    {
        var widgets = new Widgets(admin, NewGroup());
        var created = await admin.PostAsync(Definitions, Body(widgets.Group, string.Join(',', versions)));
        Assert.True(created.Status == 201, created.Body);
        return widgets;
    }

    public static string NewGroup() => $"g{Guid.NewGuid():n}.example.com"[20..];

    public static string Version(string name, string properties = "", string more = "") =>
        $$$"""{"name":"{{{name}}}","served":true,"storage":{{{(name == "v1" ? "true" : "false")}}},"schema":{"openAPIV3Schema":{"type":"object","properties":{{{{properties}}}}}}{{{(more.Length > 0 ? "," : "")}}}{{{more}}}}""";

    public static string Body(string group, string versions, string names = "", string spec = "") =>
        $$$"""{"metadata":{"name":"widgets.{{{group}}}"},"spec":{"group":"{{{group}}}","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"{{{names}}}},"versions":[{{{versions}}}]{{{spec}}}}}""";

    /// <summary>Creates one, with these members beside its name.</summary>
    public Task<SandboxAnswer> CreateAsync(string name, string members, string query = "") =>
        admin.PostAsync(Path + query, $$"""{"metadata":{"name":"{{name}}"},{{members}}}""");

    public async Task<IReadOnlyList<string>> RefusedAsync(string members) => Causes(await CreateAsync("refused", members));

    /// <summary>`field: message` of everything that is wrong.</summary>
    public static IReadOnlyList<string> Causes(SandboxAnswer refused)
    {
        Assert.True(refused.Status == 422, refused.Body);
        return [.. refused.Json["details"]!["causes"]!.AsArray().Select(cause => $"{cause!["field"]}: {cause["message"]}")];
    }

    public async Task<JsonNode?> SpecAsync(string name) => (await admin.GetAsync($"{Path}/{name}")).Json["spec"];
}
