using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>What a sandbox starts with, and what can be kept of it.</summary>
public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-state-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Manifests_of_a_folder_are_there_at_the_start()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "more"));
        Write("a.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one, namespace: shop}
            data: {color: blue}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {containers: [{name: main, image: "registry.example/web:1"}]}
            status: {phase: Running}
            """);
        Write("more/b.json", """{"kind":"ConfigMapList","apiVersion":"v1","items":[{"metadata":{"name":"two","namespace":"shop"}},{"metadata":{"name":"three"}}]}""");
        Write("more/notes.txt", "no manifest");

        await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = _folder.FullName });
        using var admin = new SandboxClient(server, server.AdminToken);

        // In a namespace that no manifest made, with what every namespace has.
        Assert.Equal(["kube-root-ca.crt", "one", "two"], (await admin.GetAsync("/api/v1/namespaces/shop/configmaps")).Names);
        Assert.Equal(200, (await admin.GetAsync("/api/v1/namespaces/default/configmaps/three")).Status);
        var pod = (await admin.GetAsync("/api/v1/namespaces/default/pods/web")).Json;
        Assert.Equal(("Running", "ClusterFirst"), (pod["status"]!["phase"]!.GetValue<string>(), pod["spec"]!["dnsPolicy"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_saved_state_comes_back_with_its_uids_and_versions()
    {
        string uid;
        string version;
        string largest;
        var file = Path.Combine(_folder.FullName, "state.json");
        await using (var server = await SandboxServer.StartAsync())
        {
            using var admin = new SandboxClient(server, server.AdminToken);
            await admin.PostAsync("/api/v1/namespaces", Sample.Named("shop"));
            await admin.PostAsync("/api/v1/namespaces/shop/configmaps", Sample.Named("a", null, Sample.Data("color", "blue")));
            var changed = await admin.MergeAsync("/api/v1/namespaces/shop/configmaps/a", """{"data":{"color":"red"}}""");
            // Its owner is gone: what is loaded is taken as it is.
            server.AreControllersHeld = true;
            await admin.PostAsync("/api/v1/namespaces/shop/configmaps", """{"metadata":{"name":"left","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"gone","uid":"1"}]}}""");
            (uid, version) = (changed.Json["metadata"]!["uid"]!.GetValue<string>(), changed.Version!);
            var state = await admin.GetAsync("/sandbox/state");
            largest = state.Version!;
            await File.WriteAllTextAsync(file, state.Body);
            using var viewer = new SandboxClient(server, server.ViewerToken);
            Assert.Equal(403, (await viewer.GetAsync("/sandbox/state")).Status);
        }

        await using (var server = await SandboxServer.StartAsync(new SandboxOptions { State = file }))
        {
            using var admin = new SandboxClient(server, server.AdminToken);
            var map = await admin.GetAsync("/api/v1/namespaces/shop/configmaps/a");
            Assert.Equal((uid, version, "red"), (map.Json["metadata"]!["uid"]!.GetValue<string>(), map.Version, map.Json["data"]!["color"]!.GetValue<string>()));
            Assert.Equal(["a", "kube-root-ca.crt", "left"], (await admin.GetAsync("/api/v1/namespaces/shop/configmaps")).Names);
            // The CA is a new one, and so is its ConfigMap.
            Assert.Equal(
                await File.ReadAllTextAsync(server.CertificateAuthorityPath),
                (await admin.GetAsync("/api/v1/namespaces/shop/configmaps/kube-root-ca.crt")).Json["data"]!["ca.crt"]!.GetValue<string>());
            // Versions go on where they were.
            var next = await admin.MergeAsync("/api/v1/namespaces/shop/configmaps/a", """{"data":{"color":"green"}}""");
            Assert.True(long.Parse(next.Version!, System.Globalization.CultureInfo.InvariantCulture) > long.Parse(largest, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Versions_go_on_after_that_of_the_saved_list()
    {
        var file = Write("state.json", """
            {"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"90000"},"items":[
            {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default","uid":"u","resourceVersion":"70000"}}]}
            """);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = file });
        using var admin = new SandboxClient(server, server.AdminToken);
        Assert.Equal("70000", (await admin.GetAsync("/api/v1/namespaces/default/configmaps/a")).Version);
        // What was deleted last may have had the version of the list: it is never given again.
        var next = await admin.PostAsync("/api/v1/namespaces/default/configmaps", Sample.Named("b"));
        Assert.True(long.Parse(next.Version!, System.Globalization.CultureInfo.InvariantCulture) > 90000);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Flurb\nmetadata: {name: a}", "there is no kind Flurb in v1.")]
    [InlineData("metadata: {name: a}", "a document is no object: it has no kind or no apiVersion.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {}", "a ConfigMap has no name.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A}", "ConfigMap \"A\" is invalid: metadata.name: Invalid value: \"A\"")]
    [InlineData("a: [", "")]
    public async Task What_cannot_be_loaded_is_told_with_its_file(string manifest, string complaint)
    {
        var file = Write("bad.yaml", manifest);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SandboxServer.StartAsync(new SandboxOptions { State = file }));
        Assert.StartsWith($"{file}: {complaint}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_told() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => SandboxServer.StartAsync(new SandboxOptions { State = Path.Combine(_folder.FullName, "absent.yaml") }));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
