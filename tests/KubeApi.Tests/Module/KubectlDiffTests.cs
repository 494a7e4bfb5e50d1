using System.Text.Json.Nodes;
using KubeApi.Client.Comparing;
using KubeApi.Tests.Sandbox;
using KubeApi.Yaml;

namespace KubeApi.Tests.Module;

/// <summary>kubectl diff and Compare-KubeApiObject report the same differences.</summary>
public sealed class KubectlDiffTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Before =
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
              - {name: web, image: 'nginx:1.27', args: [a, b], ports: [{containerPort: 80}]}
              - {name: side, image: busybox}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData: {kept: hidden1, changed: hidden2, dropped: hidden3}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: same}
        data: {a: "1"}

        """;

    private static readonly (string Old, string New)[] s_edits =
    [
        ("replicas: 2", "replicas: 3"), (", tier: front", ", new: x"), ("nginx:1.27", "nginx:1.28"), ("args: [a, b]", "args: [a, c]"), (
            "containerPort: 80}", "containerPort: 80}, {containerPort: 81}"),
        ("{name: side,", "{name: aside,"), ("hidden2", "hidden4"), (", dropped: hidden3", ", added: hidden5"),
    ];

    private static readonly string[] s_differences =
    [
        "Deployment Removed metadata.labels.tier", "Deployment Added metadata.labels.new", "Deployment Changed spec.replicas",
        "Deployment Changed spec.template.spec.containers[name=web].image", "Deployment Changed spec.template.spec.containers[name=web].args",
        "Deployment Added spec.template.spec.containers[name=web].ports[containerPort=81,protocol=TCP]",
        "Deployment Removed spec.template.spec.containers[name=side]", "Deployment Added spec.template.spec.containers[name=aside]",
        "Secret Changed data.changed", "Secret Added data.added", // an entry dropped from stringData stays in data, as in the API
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task The_same_differences_are_reported()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not installed.");
        Skip.If(OperatingSystem.IsWindows(), "The program that kubectl diff calls is a script of sh.");
        File.WriteAllText(
            Path.Combine(_folder, "f.yaml"), s_edits.Aggregate(Before, (text, edit) => text.Replace(edit.Old, edit.New, StringComparison.Ordinal)));
        var save = Path.Combine(_folder, "save");
        File.WriteAllText(save, "#!/bin/sh\ncp -r \"$1\" before && cp -r \"$2\" after\nexit 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(save, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var shell = sandbox.InNamespace();
        shell.Get($$"""
            $null = Set-KubeApiObject @'
            {{Before}}
            '@ -n $ns
            """);

        var ours = shell.Get(
            $"Import-KubeApiManifest '{_folder}/f.yaml' | Compare-KubeApiObject -n $ns | "
                + $"ForEach-Object {{ \"$($_.Kind) $($_.Change) $($_.Path)\" }}").Select(o => o.ToString());
        var (exitCode, output, error) = await sandbox.ClusterKubectl().ShellAsync(
            $"KUBECTL_EXTERNAL_DIFF=./save kubectl diff --server-side --field-manager kubeapi --show-managed-fields -n {shell.Get("$ns")[0]} -f f.yaml",
            _folder);

        Assert.True(exitCode == 1, output + error);
        var theirs = Directory.GetFiles(Path.Combine(_folder, "before")).SelectMany(file =>
        {
            var (before, after) = (Read(file), Read(Path.Combine(_folder, "after", Path.GetFileName(file))));
            Assert.DoesNotContain("hidden", $"{before}{after}", StringComparison.Ordinal);
            return FieldComparison.Between(before, after).Select(d => $"{before["kind"]} {d.Change} {d.Path}");
        });
        Assert.Equal(theirs.Order(), ours.Order());
        Assert.Equal(s_differences.Order(), ours.Order());
    }

    private static JsonObject Read(string file) =>
        (JsonObject)JsonNode.Parse(YamlLoader.CreateReader().ToJson(File.ReadAllText(file))[0])!;
}
