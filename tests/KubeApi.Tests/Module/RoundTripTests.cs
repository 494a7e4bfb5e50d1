using System.Text.Json.Nodes;

namespace KubeApi.Tests.Module;

/// <summary>
/// Objects round-trip: each recorded object, created again, read, converted to YAML and back, applied and compared, shows no difference.
/// </summary>
public sealed class RoundTripTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Functions =
        """
        $types = @{}
        function Read-Types { foreach ($type in Get-KubeApiResource) { $types["$($type.ApiVersion)/$($type.Kind)"] = $type } }
        Read-Types
        function Test-RoundTrip($read) {
            $again = $read | ConvertTo-KubeApiYaml | ConvertFrom-KubeApiYaml
            $name = "$($read.kind)/$($read.metadata.name)"
            $again | Compare-KubeApiObject -ForceConflicts -WarningAction Ignore | ForEach-Object { "$name before: $($_.Change) $($_.Path)" }
            $null = $again | Set-KubeApiObject -ForceConflicts -WarningAction Ignore
            $again | Compare-KubeApiObject | ForEach-Object { "$name after: $($_.Change) $($_.Path)" }
            if (($read | ConvertTo-KubeApiYaml -Clean) -ne ($read | Get-KubeApiObject | ConvertTo-KubeApiYaml -Clean)) { "$name is stored otherwise" }
        }

        # In a namespace of its own; one that has none is compared as it is there already.
        function Test-Recorded($json, $namespace) {
            $recorded = ConvertFrom-KubeApiYaml $json
            $type = $types["$($recorded.apiVersion)/$($recorded.kind)"]
            $recorded.metadata.PSObject.Properties.Remove('ownerReferences') # what has no owner here would be collected
            if ($recorded.kind -eq 'Service') { 'clusterIP', 'clusterIPs' | ForEach-Object { $recorded.spec.PSObject.Properties.Remove($_) } } # the recorded one may be taken
            $where = @{}
            if ($recorded.kind -eq 'Job') { $recorded.spec.PSObject.Properties.Remove('selector'); $recorded.spec.template.PSObject.Properties.Remove('metadata') } # with the uid of the recorded one
            if ($type.Namespaced) {
                $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $namespace } }
                $recorded.metadata.namespace = $namespace
                $where = @{ Namespace = $namespace }
            }
            if (-not (Get-KubeApiObject $type.FullName $recorded.metadata.name @where -ErrorAction Ignore)) { $null = New-KubeApiObject $recorded -ErrorAction Stop }
            # What a cluster's controllers make of a new one.
            if ($hasControllers -and $recorded.kind -in 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet') {
                while (-not (Get-KubeApiObject $type.FullName $recorded.metadata.name @where).status.observedGeneration) { [Threading.Thread]::Sleep(50) }
            }
            # They may write it once more in between.
            for ($tries = 0; $tries -lt 10; $tries++) {
                $found = @(Test-RoundTrip (Get-KubeApiObject $type.FullName $recorded.metadata.name @where) 2>&1)
                if (-not ($found | Where-Object { $_.FullyQualifiedErrorId -like 'ConcurrencyConflict,*' })) { break }
            }
            $found
        }

        """;

    /// <summary>Recordings that cannot be applied: a response to a POST, a subresource, a type without a recorded definition, a view of an object.</summary>
    private static readonly string[] s_noResources =
        ["authentication.k8s.io/v1/TokenRequest", "autoscaling/v1/Scale", "example.com/v1/Widget", "meta.k8s.io/v1/PartialObjectMetadata"];

    [Fact]
    public void Each_recorded_object_is_unchanged()
    {
        using var shell = sandbox.InNamespace();
        var isCluster = SandboxFixture.OtherCluster is not null;
        shell.Get(Functions + $"$hasControllers = ${isCluster.ToString().ToLowerInvariant()}");
        List<string> skipped = [];
        var number = 0;
        foreach (var o in Recorded())
        {
            var kind = $"{o["apiVersion"]}/{o["kind"]}";
            // A type that an earlier object defined.
            shell.Get($"if (-not $types['{kind}']) {{ Read-Types }}");
            if (shell.Get($"if ($types['{kind}'].Verbs -contains 'get' -and $types['{kind}'].Verbs -contains 'patch') {{ 1 }}").Count == 0)
            {
                skipped.Add(kind);
                continue;
            }

            // Cluster-scoped objects would be mixed with those of the cluster, and a controller writes this one.
            if (isCluster && o["metadata"]!["name"]!.ToString() == "kube-root-ca.crt")
            {
                continue;
            }

            if (isCluster && shell.Get($"if ($types['{kind}'].Namespaced) {{ 1 }}").Count == 0)
            {
                continue;
            }

            Assert.Empty(shell.Get($"""
                Test-Recorded @'
                {o.ToJsonString()}
                '@ $ns-{number++}
                """).Select(text => text.ToString()));
        }

        Assert.True(number >= (isCluster ? 30 : 40), $"{number} objects");
        if (!isCluster)
        {
            Assert.Equal(s_noResources, skipped.Distinct().Order());
        }
    }

    [SandboxFact("Writes each object of the cluster.")]
    public void Each_object_of_a_new_cluster_is_unchanged()
    {
        using var shell = sandbox.Connected();

        var result = shell.Get(Functions + """
            $count = 0
            foreach ($type in $types.Values) {
                if ($type.Verbs -contains 'get' -and $type.Verbs -contains 'patch') {
                    foreach ($o in Get-KubeApiObject $type.FullName -AllNamespaces) { $count++; Test-RoundTrip $o }
                }
            }
            $count
            """);

        Assert.True(Assert.Single(result.Select(r => r.BaseObject)) is >= 100, $"{result[^1]} objects");
    }

    private static IEnumerable<JsonObject> Recorded()
    {
        var objects = File.ReadLines(Path.Combine(Repository.Root, "tests", "Pester", "Fixtures", "recorded-objects.jsonl")).Select(l => JsonNode.Parse(l))
            .OfType<JsonObject>()
            .SelectMany(
                o =>
                    o["items"] is JsonArray items && o["kind"]?.ToString() is { } kind && kind.EndsWith("List", StringComparison.Ordinal)
                        ? items.OfType<JsonObject>().Select(i => Complete(i, o, kind))
                        : [o])
            .Where(o => o["kind"] is not null && o["metadata"]?["name"] is not null).ToList();
        return objects.OrderBy(o => o["kind"]!.ToString() == "CustomResourceDefinition" ? 0 : 1);
    }

    private static JsonObject Complete(JsonObject item, JsonObject list, string kind)
    {
        item["apiVersion"] ??= list["apiVersion"]?.DeepClone();
        item["kind"] ??= kind[..^"List".Length];
        return item;
    }
}
