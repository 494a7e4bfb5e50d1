using System.Text.Json.Nodes;
using KubeApi.Tests.Sandbox;
using KubeApi.Yaml;

namespace KubeApi.Tests.Module;

/// <summary>kubectl and the module store the same from the same input: objects, and field managers.</summary>
public sealed class KubectlWriteTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Web =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web, tier: front}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: 'nginx:1.27', ports: [{containerPort: 80}], env: [{name: A, value: 'yes'}]}
              - {name: side, image: busybox}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: web}
        data: {on: 'off', number: "0777"}
        """;

    private static readonly string[] s_own =
    [
        "uid", "resourceVersion", "creationTimestamp", "namespace", "time", "clusterIP", "clusterIPs", "generation", "status",
        "deployment.kubernetes.io/revision"
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Each line: the command of kubectl, and that of the module; F is the manifest, G the one with fewer fields.
    [SkippableTheory]
    [InlineData("apply --server-side --field-manager kubeapi -f F", "Import-KubeApiManifest $F | Set-KubeApiObject -n $ns")]
    [InlineData(
        "apply --server-side --field-manager kubeapi -f F; apply --server-side --field-manager kubeapi -f G",
        "Import-KubeApiManifest $F | Set-KubeApiObject -n $ns; Import-KubeApiManifest $G | Set-KubeApiObject -n $ns")]
    [InlineData(
        "apply --server-side --field-manager a -f F; apply --server-side --field-manager kubeapi --force-conflicts -f G",
        "Import-KubeApiManifest $F | Set-KubeApiObject -n $ns -FieldManager a; Import-KubeApiManifest $G | Set-KubeApiObject -n $ns -ForceConflicts")]
    [InlineData("create --field-manager kubeapi -f F", "Import-KubeApiManifest $F | New-KubeApiObject -n $ns")]
    [InlineData(
        "create --field-manager kubeapi -f F; patch deployment web --field-manager kubeapi-edit -p P",
        "Import-KubeApiManifest $F | New-KubeApiObject -n $ns; Update-KubeApiObject deployment web $P -n $ns")]
    [InlineData(
        "create --field-manager kubeapi -f F; patch deployment web --type merge --field-manager kubeapi-edit -p P",
        "Import-KubeApiManifest $F | New-KubeApiObject -n $ns; Update-KubeApiObject deployment web $P -Type Merge -n $ns")]
    [InlineData(
        "create --field-manager kubeapi -f F; patch deployment web --type json --field-manager kubeapi-edit -p J",
        "Import-KubeApiManifest $F | New-KubeApiObject -n $ns; Update-KubeApiObject deployment web $J -n $ns")]
    [InlineData(
        "create --field-manager kubeapi -f F; replace --field-manager kubeapi -f G",
        "Import-KubeApiManifest $F | New-KubeApiObject -n $ns; Import-KubeApiManifest $G | Set-KubeApiObject -Replace -n $ns")]
    [InlineData("create -f F; delete -f F", "Import-KubeApiManifest $F | New-KubeApiObject -n $ns; Import-KubeApiManifest $F | Remove-KubeApiObject -n $ns")]
    public async Task The_stored_objects_are_the_same(string kubectl, string ours)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not installed.");
        Write("F", Web);
        Write(
            "G",
            Web.Replace(", tier: front", "", StringComparison.Ordinal).Replace("number:", "other:", StringComparison.Ordinal).Replace(
                "replicas: 2", "replicas: 3", StringComparison.Ordinal));
        const string Patch = """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox:2"}]}}},"metadata":{"labels":{"tier":null}}}""";
        const string Operations = """[{"op":"replace","path":"/spec/replicas","value":7}]""";
        using var shell = sandbox.InNamespace();
        var own = (string)shell.Get("$ns")[0].BaseObject;
        var theirs = own + "-kubectl";
        shell.Get($"$null = New-KubeApiObject @{{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{{ name = '{theirs}' }} }}");

        foreach (var command in kubectl.Split("; "))
        {
            await sandbox.ClusterKubectl().RunAsync(
                [.. command.Split(' ').Select(
                    a => a switch { "F" or "G" => Path.Combine(_folder, a + ".yaml"), "P" => Patch, "J" => Operations, _ => a }), "-n", theirs]);
        }

        shell.Get($"$F = '{_folder}/F.yaml'; $G = '{_folder}/G.yaml'; $P = '{Patch}'; $J = '{Operations}'; $null = & {{ {ours} }}");

        Assert.Equal(Stored(shell, theirs), Stored(shell, own));
    }

    /// <summary>Neither reverts a restart with its next apply; after a scale the module does not conflict with itself, where kubectl has to force.</summary>
    [SkippableTheory]
    [InlineData("rollout restart deployment/web", "Restart-KubeApiWorkload deployment/web", "")]
    [InlineData("scale deployment/web --replicas=5", "Resize-KubeApiWorkload deployment/web -Replicas 5", "--force-conflicts")]
    public async Task An_apply_after_another_change_stores_the_same(string kubectl, string ours, string force)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not installed.");
        Write("F", Web);
        using var shell = sandbox.InNamespace();
        var own = (string)shell.Get("$ns")[0].BaseObject;
        var theirs = own + "-kubectl";
        shell.Get($"$null = New-KubeApiObject @{{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{{ name = '{theirs}' }} }}");
        var apply = $"apply --server-side -f {Path.Combine(_folder, "F.yaml")}";
        foreach (var command in new[] { apply, kubectl, $"{apply} {force}" })
        {
            await sandbox.ClusterKubectl().RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-n", theirs]);
        }

        shell.Get(
            $"$set = Import-KubeApiManifest '{_folder}/F.yaml'; $null = $set | Set-KubeApiObject -n $ns; $null = {ours} -n $ns; $null = $set | "
                + "Set-KubeApiObject -n $ns");

        Assert.Equal(Outcome(shell, theirs), Outcome(shell, own));
    }

    // The time of a restart differs; its presence must not.
    private static string Outcome(ModuleShell shell, string space) => (string)shell.Get(
        $"Get-KubeApiObject deployment web -n {space} | ForEach-Object {{ \"$($_.metadata.generation) $($_.spec.replicas) "
            + $"$(@($_.spec.template.metadata.annotations.PSObject.Properties.Name))\" }}")[0].BaseObject;

    /// <summary>After a client-side apply of kubectl, kubectl keeps its annotation and the module removes it; the rest is the same.</summary>
    [SkippableFact]
    public async Task An_apply_after_a_client_side_apply_of_kubectl_drops_omitted_fields()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not installed.");
        Write("F", Web);
        Write("G", Web.Replace(", tier: front", "", StringComparison.Ordinal).Replace("number:", "other:", StringComparison.Ordinal));
        using var shell = sandbox.InNamespace();
        var own = (string)shell.Get("$ns")[0].BaseObject;
        await sandbox.ClusterKubectl().RunAsync("apply", "-f", Path.Combine(_folder, "F.yaml"), "-n", own);

        var labels = shell.Get($"(Import-KubeApiManifest '{_folder}/G.yaml' | Set-KubeApiObject -n {own})[0].metadata.labels.PSObject.Properties.Name");

        Assert.Equal("app", Assert.Single(labels).BaseObject);
        Assert.Equal(
            ["on", "other"],
            shell.Get($"(Get-KubeApiObject cm web -n {own}).data.PSObject.Properties.Name").Select(
                n => (string)n.BaseObject == "true" ? "on" : n.BaseObject).Order());
        Assert.DoesNotContain(shell.Get($"(Get-KubeApiObject cm web -n {own}).metadata.annotations"), a => a is not null);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name + ".yaml"), text);

    // Without the fields that always differ, the times of writes, the fields of a cluster's controllers, and
    // the order of keys, which kubectl sorts.
    private static string Stored(ModuleShell shell, string name)
    {
        var yaml = shell.Get(
            $"Get-KubeApiObject deployment, service, configmap -FieldSelector metadata.name=web -n {name} -ShowManagedFields | ForEach-Object {{ $_ | "
                + $"ConvertTo-KubeApiYaml; '---'; $_.metadata.managedFields | "
            + "Where-Object manager -ne kube-controller-manager | ConvertTo-KubeApiYaml; '---' }");
        return string.Join(
            '\n', YamlLoader.CreateReader().ToJson(string.Join('\n', yaml.Select(y => y.BaseObject))).Select(j => Sorted(JsonNode.Parse(j))?.ToJsonString()));
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o =>
            new JsonObject(
                o.Where(
                    p =>
                        !s_own.Contains(p.Key)
                            && !(p is { Key: "annotations", Value: JsonObject { Count: > 0 } own } && own.All(a => s_own.Contains(a.Key)))).OrderBy(p => p.Key,
                    StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
