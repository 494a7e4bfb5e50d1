using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>The initial state of a sandbox, and saved states.</summary>
public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-state-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Manifests_in_a_folder_are_loaded_at_the_start()
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
        Write(
            "more/b.json",
            """{"kind":"ConfigMapList","apiVersion":"v1","items":[{"metadata":{"name":"two","namespace":"shop"}},{"metadata":{"name":"three"}}]}""");
        Write("more/notes.txt", "no manifest");

        await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = _folder.FullName });
        using var admin = new SandboxClient(server, server.AdminToken);

        // In a namespace without a manifest, with the default objects of a namespace.
        Assert.Equal(["kube-root-ca.crt", "one", "two"], (await admin.GetAsync("/api/v1/namespaces/shop/configmaps")).Names);
        Assert.Equal(200, (await admin.GetAsync("/api/v1/namespaces/default/configmaps/three")).Status);
        var pod = (await admin.GetAsync("/api/v1/namespaces/default/pods/web")).Json;
        Assert.Equal(("Running", "ClusterFirst"), (pod["status"]!["phase"]!.GetValue<string>(), pod["spec"]!["dnsPolicy"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(
        "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
        "catch-all exempt global-default kube-controller-manager kube-scheduler kube-system-service-accounts probes service-accounts system-leader-election "
            + "system-node-high system-nodes")]
    [InlineData(
        "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations",
        "catch-all exempt global-default leader-election node-high system workload-high workload-low")]
    [InlineData("/apis/networking.k8s.io/v1/servicecidrs", "kubernetes")]
    [InlineData("/apis/networking.k8s.io/v1/ipaddresses", "10.0.0.1")]
    [InlineData(
        "/api/v1/namespaces/kube-system/configmaps",
        "extension-apiserver-authentication kube-apiserver-legacy-service-account-token-tracking kube-root-ca.crt")]
    public async Task A_cluster_starts_with_the_objects_of_its_server(string path, string names)
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);

        Assert.Equal(names, string.Join(' ', (await admin.GetAsync(path)).Items.Select(item => item["metadata"]!["name"]!.ToString())));
        var authentication = (await admin.GetAsync("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")).Json;
        Assert.Equal(await File.ReadAllTextAsync(server.CertificateAuthorityPath), authentication["data"]!["client-ca-file"]!.ToString());
    }

    [Fact]
    public async Task A_cluster_starts_with_endpoints_and_leases()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var endpoints = await admin.GetAsync("/api/v1/namespaces/default/endpoints/kubernetes");
        Assert.Equal(6443, endpoints.Json["subsets"]![0]!["ports"]![0]!["port"]!.GetValue<int>());
        var slices = await admin.GetAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=kubernetes");
        Assert.Equal(["kubernetes"], slices.Names);
        var lease = (await admin.GetAsync("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node1")).Json;
        var node = (await admin.GetAsync("/api/v1/nodes/node1")).Json;
        Assert.Equal(node["metadata"]!["uid"]!.GetValue<string>(), lease["metadata"]!["ownerReferences"]![0]!["uid"]!.GetValue<string>());
        Assert.NotNull(
            lease["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:metadata"]!["f:ownerReferences"]![$$"""k:{"uid":"{{node["metadata"]!["uid"]}}"}"""]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$", lease["spec"]!["renewTime"]!.GetValue<string>());
        var own = Assert.Single(
            (
                await admin.GetAsync(
                    "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases?labelSelector=apiserver.kubernetes.io/identity=kube-apiserver")).Items);
        Assert.StartsWith(own["metadata"]!["name"]!.GetValue<string>() + "_", own["spec"]!["holderIdentity"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain('@', own.ToJsonString());
        // The lease is deleted with its node.
        await admin.DeleteAsync("/api/v1/nodes/node1");
        Assert.Equal(404, (await admin.GetAsync("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node1")).Status);
    }

    [Fact]
    public async Task Loaded_pods_are_completed_like_posted_ones()
    {
        // Its priority class and service account follow the pod.
        Write("a.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {priorityClassName: high, serviceAccountName: shop, containers: [{name: main, image: "registry.example/web:1"}]}
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: high}
            value: 7
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: shop}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: plain}
            spec: {containers: [{name: main, image: "registry.example/web:1"}]}
            """);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = _folder.FullName });
        using var admin = new SandboxClient(server, server.AdminToken);
        var spec = (await admin.GetAsync("/api/v1/namespaces/default/pods/web")).Json["spec"]!;
        Assert.Equal(7, spec["priority"]!.GetValue<int>());
        await admin.PostAsync(
            "/api/v1/namespaces/default/pods", """{"metadata":{"name":"posted"},"spec":{"containers":[{"name":"main","image":"registry.example/web:1"}]}}""");
        var (loaded, posted) = (await SpecAsync("plain"), await SpecAsync("posted"));
        Assert.Equal(posted, loaded);
        Assert.Contains("/var/run/secrets/kubernetes.io/serviceaccount", loaded, StringComparison.Ordinal);
        Assert.Contains("node.kubernetes.io/unreachable", loaded, StringComparison.Ordinal);

        // The name of the volume is generated.
        async Task<string> SpecAsync(string name) => System.Text.RegularExpressions.Regex.Replace(
            (await admin.GetAsync("/api/v1/namespaces/default/pods/" + name)).Json["spec"]!.ToJsonString(), "kube-api-access-[a-z0-9]{5}", "kube-api-access");
    }

    [Fact]
    public async Task A_pod_with_an_unknown_service_account_is_an_invalid_manifest()
    {
        Write("a.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {serviceAccountName: nobody, containers: [{name: main, image: "registry.example/web:1"}]}
            """);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => SandboxServer.StartAsync(new SandboxOptions { State = _folder.FullName }));
        Assert.EndsWith(
            """pods "web" is forbidden: error looking up service account default/nobody: serviceaccount "nobody" not found""", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_state_is_loaded_with_its_UIDs_and_versions()
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
            // Its owner is missing: loaded objects are not changed.
            server.AreControllersHeld = true;
            await admin.PostAsync(
                "/api/v1/namespaces/shop/configmaps",
                """{"metadata":{"name":"left","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"gone","uid":"1"}]}}""");
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
            Assert.Equal(
                (uid, version, "red"), (map.Json["metadata"]!["uid"]!.GetValue<string>(), map.Version, map.Json["data"]!["color"]!.GetValue<string>()));
            Assert.Equal(["a", "kube-root-ca.crt", "left"], (await admin.GetAsync("/api/v1/namespaces/shop/configmaps")).Names);
            // The CA and its ConfigMap are new.
            Assert.Equal(
                await File.ReadAllTextAsync(server.CertificateAuthorityPath),
                (await admin.GetAsync("/api/v1/namespaces/shop/configmaps/kube-root-ca.crt")).Json["data"]!["ca.crt"]!.GetValue<string>());
            // Versions continue after the saved ones.
            var next = await admin.MergeAsync("/api/v1/namespaces/shop/configmaps/a", """{"data":{"color":"green"}}""");
            Assert.True(
                long.Parse(next.Version!, System.Globalization.CultureInfo.InvariantCulture) > long.Parse(
                    largest, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Versions_continue_after_the_saved_list()
    {
        var file = Write("state.json", """
            {"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"90000"},"items":[
            {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default","uid":"u","resourceVersion":"70000"}}]}
            """);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = file });
        using var admin = new SandboxClient(server, server.AdminToken);
        Assert.Equal("70000", (await admin.GetAsync("/api/v1/namespaces/default/configmaps/a")).Version);
        // The last deletion may have had the version of the list, which is never reused.
        var next = await admin.PostAsync("/api/v1/namespaces/default/configmaps", Sample.Named("b"));
        Assert.True(long.Parse(next.Version!, System.Globalization.CultureInfo.InvariantCulture) > 90000);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Flurb\nmetadata: {name: a}", "there is no kind Flurb in v1.")]
    [InlineData("metadata: {name: a}", "a document is no object: it has no kind or no apiVersion.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {}", "a ConfigMap has no name.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A}", "ConfigMap \"A\" is invalid: metadata.name: Invalid value: \"A\"")]
    [InlineData("a: [", "")]
    public async Task An_error_while_loading_names_the_file(string manifest, string error)
    {
        var file = Write("bad.yaml", manifest);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SandboxServer.StartAsync(new SandboxOptions { State = file }));
        Assert.StartsWith($"{file}: {error}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_an_error() =>
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => SandboxServer.StartAsync(new SandboxOptions { State = Path.Combine(_folder.FullName, "absent.yaml") }));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
