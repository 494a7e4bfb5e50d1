using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Tests.Sandbox.CustomResources;

namespace KubeApi.Tests.Sandbox;

/// <summary>
/// The work of a soak test: each round writes a ConfigMap in the namespace default in every way, and some rounds create more objects and delete them.
/// </summary>
internal sealed class SoakRound(SandboxClient admin)
{
    public const string Path = "/api/v1/namespaces/default/configmaps";

    /// <summary>The label that lets each ConfigMap enter and leave a watch with a selector.</summary>
    public const string Selector = "colour=blue";

    private const string Standing = "/api/v1/namespaces/kube-public/configmaps";
    private const int StandingObjects = 200;

    /// <summary>The number of events of a round in a watch of all ConfigMaps.</summary>
    public static int Events(bool isSelected) => isSelected ? 3 : 5;

    /// <summary>Creates the objects for the lists.</summary>
    public async Task PrepareAsync()
    {
        for (var number = 0; number < StandingObjects; number++)
        {
            Expect(201, await admin.PostAsync(Standing, Sample.Named(string.Create(CultureInfo.InvariantCulture, $"standing-{number}"))));
        }
    }

    public async Task RunAsync(int round)
    {
        await ConfigMapAsync(string.Create(CultureInfo.InvariantCulture, $"soak-{round}"));
        if (round % 10 == 0)
        {
            await ListAsync();
        }

        if (round % 20 == 0)
        {
            await NamespaceAsync();
        }

        if (round % 50 == 0)
        {
            await DefinitionAsync();
        }
    }

    private async Task ConfigMapAsync(string name)
    {
        var path = $"{Path}/{name}";
        Expect(201, await admin.PostAsync(Path, Sample.Named(name, null, Sample.Data("a", new string('x', 1000)))));
        Expect(200, await admin.MergeAsync(path, """{"metadata":{"labels":{"colour":"blue"}}}"""));
        Expect(200, await admin.SendAsync(
            HttpMethod.Patch, path + "?fieldManager=soak", """{"apiVersion":"v1","kind":"ConfigMap","data":{"b":"2"}}""", "application/apply-patch+yaml"));
        Expect(200, await admin.MergeAsync(path, """{"metadata":{"labels":{"colour":"red"}}}"""));
        Expect(200, await admin.DeleteAsync(path));
    }

    private async Task ListAsync()
    {
        var (found, next) = (0, "");
        do
        {
            var page = await admin.GetAsync($"{Standing}?limit=50&labelSelector=!absent&continue={next}");
            found += page.Items.Count;
            next = page.Continue ?? "";
        }
        while (next.Length > 0);
        Assert.Equal(StandingObjects + 1, found); // and the CA's
    }

    /// <summary>A namespace whose budget forbids some evictions, and which is deleted with its remaining pods.</summary>
    private async Task NamespaceAsync()
    {
        var name = $"soak-{Guid.NewGuid():n}"[..20];
        var pods = $"/api/v1/namespaces/{name}/pods";
        Expect(201, await admin.PostAsync("/api/v1/namespaces", Sample.Named(name)));
        Expect(201, await admin.PostAsync(
            $"/apis/policy/v1/namespaces/{name}/poddisruptionbudgets",
            Sample.Named("web", null, ("spec", JsonNode.Parse("""{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}""")!))));
        foreach (var pod in new[] { "a", "b" })
        {
            Expect(201, await admin.PostAsync(
                pods, Sample.Named(
                    pod, Sample.Label("app", "web"), ("spec", JsonNode.Parse("""{"containers":[{"name":"main","image":"registry.example/web:1"}]}""")!))));
            Expect(200, await admin.MergeAsync($"{pods}/{pod}/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}"""));
        }

        Expect(201, await EvictAsync("a"));
        Expect(429, await EvictAsync("b"));
        Expect(200, await admin.DeleteAsync($"/api/v1/namespaces/{name}"));
        Expect(404, await admin.GetAsync($"/api/v1/namespaces/{name}"));

        Task<SandboxResponse> EvictAsync(string pod) => admin.PostAsync($"{pods}/{pod}/eviction", Sample.Named(pod));
    }

    private async Task DefinitionAsync()
    {
        var widgets = await Widgets.DefineAsync(admin, """{"spec":{"type":"object","properties":{"size":{"type":"integer","default":1}}}}""");
        for (var number = 0; number < 3; number++)
        {
            Expect(201, await widgets.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"w-{number}"), """{"spec":{}}"""));
        }

        Assert.Equal("1", (await widgets.SpecAsync("w-0"))!["size"]!.ToJsonString());
        Expect(200, await admin.DeleteAsync(widgets.Definition));
        Expect(404, await admin.GetAsync(widgets.Path));
    }

    private static void Expect(int status, SandboxResponse response) =>
        Assert.True(response.Status == status, $"{response.Status} in place of {status}: {response.Body}");
}
