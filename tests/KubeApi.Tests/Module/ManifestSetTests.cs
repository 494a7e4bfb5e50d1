using System.Text.RegularExpressions;
using KubeApi.Sandbox.Faults;

namespace KubeApi.Tests.Module;

/// <summary>Objects that depend on others of the same set, and kinds that the server does not know.</summary>
public sealed class ManifestSetTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        _shell.Dispose();
        sandbox.Server.ClearFaults();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-DryRun")]
    public void A_version_missing_from_the_definition_fails_only_its_object(string rehearsal)
    {
        var result = _shell.Run($"Set-KubeApiObject (Gadget v2) {rehearsal} | ForEach-Object {{ $_.kind }}");

        Assert.Equal(["CustomResourceDefinition"], result.Output.Select(o => o.BaseObject));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("ResourceTypeNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Gadget/one (document 2, line 4)", error.TargetObject);
        Assert.Contains("1 of 2 objects", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-DryRun", "Created    rehearsed (dry run)")]
    [InlineData("", "Created    rehearsed")]
    public void The_table_tells_a_dry_run(string rehearsal, string expected)
    {
        var table = (string)_shell.Get($$"""
            Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'rehearsed' } } -n $ns {{rehearsal}} | Out-String
            """)[0].BaseObject;

        Assert.Matches($"{Regex.Escape(expected)} *\r?\n", table);
    }

    [SandboxFact]
    public void A_failed_wait_does_not_undo_the_definition()
    {
        _shell.Get("$null = Get-KubeApiResource");
        sandbox.Server.Fail(new Fault { Method = "GET", Path = "/apis", Status = 403 });

        var result = _shell.Run("New-KubeApiObject (Gadget v1) | ForEach-Object { $_.kind }");

        Assert.Empty(result.Errors);
        Assert.Equal(["CustomResourceDefinition", "Gadget"], result.Output.Select(o => o.BaseObject));
        Assert.Contains("may not serve 'Gadget' of ", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-DryRun")]
    [InlineData("-WhatIf")]
    [InlineData("")]
    public void A_replace_creates_nothing_that_other_objects_could_need(string rehearsal)
    {
        var result = _shell.Run("""
            Set-KubeApiObject @"
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns-new}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: $ns-new}}
            "@ -Replace -REHEARSAL
            """.Replace("-REHEARSAL", rehearsal, StringComparison.Ordinal));

        Assert.Equal(["ObjectNotFound", "NamespaceNotFound"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.DoesNotContain(result.Warnings, w => w.Contains("not validated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apps/v1beta1", "Deployment", "no version 'v1beta1' of the API group 'apps', only v1. Did you mean 'apiVersion: apps/v1, kind: Deployment'?")]
    [InlineData("app/v1", "Deployment", "no API group 'app', as in apiVersion: app/v1. Did you mean 'apiVersion: apps/v1, kind: Deployment'?")]
    [InlineData("v1", "Deployment", "no kind 'Deployment' in v1. Did you mean 'apiVersion: apps/v1, kind: Deployment'?")]
    [InlineData("v2", "Pod", "no version 'v2' of the core API, only v1. Did you mean 'apiVersion: v1, kind: Pod'?")]
    [InlineData("apps/v1", "Deploymnt", "no kind 'Deploymnt' in apps/v1. Did you mean 'apiVersion: apps/v1, kind: Deployment'?")]
    [InlineData("v1", "configmap", "no kind 'configmap' in v1. Did you mean 'apiVersion: v1, kind: ConfigMap'?")]
    [InlineData("v1", "cm", "no kind 'cm' in v1. Did you mean 'apiVersion: v1, kind: ConfigMap'?")]
    public void An_unknown_kind_is_reported_as_written_in_the_manifest(string apiVersion, string kind, string expected)
    {
        foreach (var cmdlet in (string[])["Set-KubeApiObject", "New-KubeApiObject", "Remove-KubeApiObject", "Update-KubeApiObject -Patch @{ data = @{} }"])
        {
            var error = _shell.Fail($"@{{ apiVersion = '{apiVersion}'; kind = '{kind}'; metadata = @{{ name = 'a' }} }} | {cmdlet}");

            Assert.StartsWith("ResourceTypeNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.EndsWith($"has {expected}", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Set-KubeApiObject -n $ns", "imag: nginx", "UnknownField", 12)]
    [InlineData("New-KubeApiObject -n $ns", "imag: nginx", "UnknownField", 12)]
    [InlineData("Set-KubeApiObject -n $ns", "image: 5", "Invalid", 12)]
    [InlineData("New-KubeApiObject -n $ns", "image: nginx\n        imagePullPolicy: Sometimes", "Invalid", 13)]
    public void An_error_has_the_line_and_column_of_the_field(string cmdlet, string field, string id, int line)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(
            file,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: "
                + "{labels: {app: web}}\n    spec:\n"
            + $"      containers:\n      - name: c\n        {field}\n");
        try
        {
            var error = _shell.Fail($"Import-KubeApiManifest {file} | {cmdlet}");

            Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.StartsWith($"{file}, document 1, line {line}, column 9: ", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("'web.yaml' | Set-KubeApiObject")]
    [InlineData("New-KubeApiObject ./web.yaml")]
    [InlineData("'apiVersion: v1' | Set-KubeApiObject")]
    public void A_string_that_looks_like_a_file_name_recommends_Path(string script)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith("InvalidManifest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Import-KubeApiManifest PATH", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("take -Path themselves", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("web.yaml", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            script.Contains("web.yaml", StringComparison.Ordinal),
            error.ErrorDetails.RecommendedAction.StartsWith("To use its manifests: -Path ", StringComparison.Ordinal));
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            function Gadget($version) {
                "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: gadgets.$ns.example}, spec: {group: $ns.example, scope: Cluster,
              names: {kind: Gadget, plural: gadgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}
            ---
            {apiVersion: $ns.example/$version, kind: Gadget, metadata: {name: one}}"
            }
            """);
        return shell;
    }
}
