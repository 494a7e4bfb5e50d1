using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>The real kubectl works with the sandbox as with a cluster. Skipped if kubectl is not installed.</summary>
public sealed class KubectlTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxServer _server = fixture.Server;
    private readonly Kubectl _kubectl = new(fixture.Server);

    [SkippableFact]
    public async Task Objects_are_created_read_changed_and_deleted()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var name = "k-" + Guid.NewGuid().ToString("N")[..8];
        Assert.Equal($"namespace/{name} created\n", await _kubectl.RunAsync("create", "namespace", name));
        await _kubectl.RunAsync("create", "configmap", "settings", "--from-literal=color=blue", "-n", name);
        Assert.Equal("blue", await _kubectl.RunAsync("get", "configmap", "settings", "-n", name, "-o", "jsonpath={.data.color}"));
        await _kubectl.RunAsync("patch", "configmap", "settings", "-n", name, "--type=merge", "-p", """{"data":{"color":"red"}}""");
        await _kubectl.RunAsync("patch", "configmap", "settings", "-n", name, "--type=json", "-p", """[{"op":"add","path":"/data/size","value":"10"}]""");
        await _kubectl.RunAsync("label", "configmap", "settings", "-n", name, "tier=front");
        Assert.Equal(
            """{"color":"red","size":"10"} {"tier":"front"}""",
            await _kubectl.RunAsync("get", "cm", "-n", name, "-l", "tier=front", "-o", "jsonpath={.items[0].data} {.items[0].metadata.labels}"));
        Assert.Equal("configmap \"settings\" deleted\n", await _kubectl.RunAsync("delete", "configmap", "settings", "-n", name));
        Assert.Equal($"namespace \"{name}\" deleted\n", await _kubectl.RunAsync("delete", "namespace", name));
        var (exitCode, _, error) = await _kubectl.TryAsync("get", "namespace", name);
        Assert.Equal((1, $"Error from server (NotFound): namespaces \"{name}\" not found\n"), (exitCode, error));
    }

    [SkippableFact]
    public async Task Objects_sent_as_protobuf_are_created()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var name = await fixture.CreateNamespaceAsync();
        await _kubectl.RunAsync("create", "deployment", "web", "--image=registry.example/web:1", "--replicas=0", "--port=80", "-n", name);
        Assert.Equal(
            "0 registry.example/web:1 80 web",
            await _kubectl.RunAsync(
                "get", "deploy", "web", "-n", name, "-o", "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {..containerPort} "
                    + "{.spec.selector.matchLabels.app}"));
        await _kubectl.RunAsync("scale", "deployment", "web", "--replicas=3", "-n", name);
        Assert.Equal("3", await _kubectl.RunAsync("get", "deploy", "web", "-n", name, "-o", "jsonpath={.spec.replicas}"));
        await _kubectl.RunAsync("create", "secret", "generic", "creds", "--from-literal=user=admin", "-n", name);
        Assert.Equal("YWRtaW4= Opaque", await _kubectl.RunAsync("get", "secret", "creds", "-n", name, "-o", "jsonpath={.data.user} {.type}"));
        await _kubectl.RunAsync("create", "cronjob", "nightly", "--image=b", "--schedule=0 2 * * *", "-n", name, "--", "sh", "-c", "date");
        Assert.Equal(
            """["sh","-c","date"] OnFailure""",
            await _kubectl.RunAsync("get", "cj", "nightly", "-n", name, "-o", "jsonpath={..containers[0].command} {..restartPolicy}"));
        await _kubectl.RunAsync("create", "service", "clusterip", "web", "--tcp=80:http", "-n", name);
        Assert.Equal("http", await _kubectl.RunAsync("get", "svc", "web", "-n", name, "-o", "jsonpath={.spec.ports[0].targetPort}"));
    }

    [SkippableFact]
    public async Task Every_resource_is_discovered()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var resources = await _kubectl.RunAsync("api-resources", "--no-headers", "-o", "name");
        Assert.Equal(69, resources.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("cronjobs.batch\n", resources, StringComparison.Ordinal);
        var versions = await _kubectl.RunAsync("api-versions");
        Assert.Contains("autoscaling/v2\n", versions, StringComparison.Ordinal);
        Assert.Contains("KIND:       Job", await _kubectl.RunAsync("explain", "jobs"), StringComparison.Ordinal);
        Assert.Contains("\"gitVersion\": \"v1.36.2\"", await _kubectl.RunAsync("get", "--raw", "/version"), StringComparison.Ordinal);
        Assert.Equal("ok", await _kubectl.RunAsync("get", "--raw", "/readyz"));
    }

    [SkippableFact]
    public async Task Whoami_and_can_i_work()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Assert.Contains("admin-uid", await _kubectl.RunAsync("auth", "whoami"), StringComparison.Ordinal);
        Assert.Contains("system:masters", await _kubectl.RunAsync("auth", "whoami", "--context=sandbox-certificate"), StringComparison.Ordinal);
        Assert.Contains("viewer", await _kubectl.RunAsync("auth", "whoami", "--context=sandbox-viewer"), StringComparison.Ordinal);
        Assert.Equal("yes\n", await _kubectl.RunAsync("auth", "can-i", "delete", "pods"));
        Assert.Equal("no\n", (await _kubectl.TryAsync("auth", "can-i", "delete", "pods", "--context=sandbox-viewer")).Output);
        var (exitCode, _, error) = await _kubectl.TryAsync("get", "pods", "--context=sandbox-viewer");
        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Error from server (Forbidden): pods is forbidden: User \"viewer\" cannot list resource \"pods\" in API group \"\" in the namespace "
                + "\"default\"\n", error);
    }

    [SkippableFact]
    public async Task Client_side_apply_is_migrated_to_server_side_apply()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var name = await fixture.CreateNamespaceAsync();
        var manifest = Path.Combine(_server.Folder, name + ".yaml");
        await File.WriteAllTextAsync(
            manifest,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: main, image: "registry.example/web:1"}
                  - {name: side, image: registry.example/side}
            """);
        Assert.Equal("deployment.apps/web created\n", await _kubectl.RunAsync("apply", "-f", manifest, "-n", name));
        Assert.Equal("deployment.apps/web unchanged\n", await _kubectl.RunAsync("apply", "-f", manifest, "-n", name));
        Assert.Equal("deployment.apps/web image updated\n", await _kubectl.RunAsync("set", "image", "deploy/web", "side=registry.example/side:2", "-n", name));
        var (exitCode, _, error) = await _kubectl.TryAsync("apply", "--server-side", "-f", manifest, "-n", name);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            """error: Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="side"].image""", error,
            StringComparison.Ordinal);
        Assert.Equal(
            "deployment.apps/web serverside-applied\n", await _kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-f", manifest, "-n", name));
        Assert.Equal(
            "kubectl-last-applied/Apply kubectl/Apply ",
            await _kubectl.RunAsync(
                "get", "deploy", "web", "-n", name, "--show-managed-fields", "-o", "jsonpath={range .metadata.managedFields[*]}{.manager}/{.operation} {end}"));
        await File.WriteAllTextAsync(
            manifest,
            (await File.ReadAllTextAsync(manifest)).ReplaceLineEndings("\n").Replace(
                "\n      - {name: side, image: registry.example/side}", "", StringComparison.Ordinal));
        await _kubectl.RunAsync("apply", "--server-side", "-f", manifest, "-n", name);
        Assert.Equal("main", await _kubectl.RunAsync("get", "deploy", "web", "-n", name, "-o", "jsonpath={.spec.template.spec.containers[*].name}"));
    }

    [SkippableFact]
    public async Task A_role_binding_grants_access()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var name = await fixture.CreateNamespaceAsync();
        await _kubectl.RunAsync("create", "role", "reader", "--verb=get,list", "--resource=pods", "-n", name);
        await _kubectl.RunAsync("create", "rolebinding", "reader", "--role=reader", $"--serviceaccount={name}:default", "-n", name);
        var token = (await _kubectl.RunAsync("create", "token", "default", "-n", name)).Trim();
        using var account = new SandboxClient(_server, token);
        Assert.Equal(200, (await account.GetAsync($"/api/v1/namespaces/{name}/pods")).Status);
        Assert.Equal(403, (await account.GetAsync($"/api/v1/namespaces/{name}/secrets")).Status);
    }

    [SkippableFact]
    public async Task Wait_and_watch_work()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var name = await fixture.CreateNamespaceAsync();
        await _kubectl.RunAsync("run", "web", "--image=registry.example/web", "--restart=Never", "-n", name);
        var waiting = _kubectl.RunAsync("wait", "pod/web", "--for=jsonpath={.status.phase}=Running", "-n", name, "--timeout=20s");
        await fixture.Admin.MergeAsync($"/api/v1/namespaces/{name}/pods/web/status", """{"status":{"phase":"Running"}}""");
        Assert.Equal("pod/web condition met\n", await waiting);
        Assert.Contains("deprecated in v1.33+", (await _kubectl.TryAsync("get", "endpoints", "-n", name)).Error, StringComparison.Ordinal);
    }
}
